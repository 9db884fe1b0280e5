// @ts-check
// Written by dashboard/payload/typescript.py from dashboard/payload/types.py.

export const ITEM = { geometry: 0, first: 1, beyond: 2, style: 3, row: 4 };
export const ITEM_SIZE = 5;
