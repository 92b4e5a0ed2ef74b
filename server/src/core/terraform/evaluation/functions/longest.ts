/** Nothing larger is made: what is computed from it would be larger still. */
export const longestResult = 100_000;

export const mostResults = 1000;
