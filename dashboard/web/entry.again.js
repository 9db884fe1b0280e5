// Has Python run the part of the page that it stands in again, after a while.

export default function runAgain({ data, setTriggerValue }) {
  const timer = setTimeout(() => setTriggerValue("due", true), data.after);
  return () => clearTimeout(timer);
}
