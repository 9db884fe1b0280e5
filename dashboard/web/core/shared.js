// @ts-check
// Written by dashboard/payload/typescript.py.

export const ITEM = { geometry: 0, first: 1, beyond: 2, style: 3, row: 4 };
export const ITEM_SIZE = 5;
export const CASING_EXTRA = 2.6;
export const CASING_OPACITY = 0.85;
export const LEAST_KM2 = 0.05;
export const MOST_ANNOTATIONS = 12;
export const MOST_LETTERS = 120;
export const LEAST_CORNERS = 3;
export const MOST_CORNERS = 24;
export const LEAST_KM = 0.01;
export const FARTHEST_KM = 500;
export const MOST_OF_LINE = 600;
