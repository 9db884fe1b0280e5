// Data that travels packed: JSON in gzip.

export async function unpack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// The same in base64, as scripts and pages hold it.
export const unpackText = (text) => unpack(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));

// The checksum and length that end a gzip file: enough to tell one message from the next.
export const fingerprint = (bytes) => bytes.slice(-8).join(".");
