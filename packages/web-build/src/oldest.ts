/** The oldest browsers that all pages work in: those of two years ago, late in 2024. */
export const oldest = { chrome: 131, firefox: 132 } as const;
