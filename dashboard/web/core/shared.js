// @ts-check
// Written by dashboard/payload/typescript.py.

export const ITEM = { geometry: 0, first: 1, beyond: 2, style: 3, row: 4 };
export const ITEM_SIZE = 5;
export const CASING_EXTRA = 2.6;
export const CASING_OPACITY = 0.85;
