/** A ratio as people read it: 0.03 is 3%. */
export const percentOf = (ratio: string | number): string => `${Number((Number(ratio) * 100).toFixed(8))}%`;
