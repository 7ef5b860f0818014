/** The most bytes of a file, which is more than a million entities take, and of one of its rows. */
export const maxFileBytes = 256 * 1024 * 1024;
export const maxRowBytes = 64 * 1024;
/** The most wrong rows that one refusal names. */
export const maxPlaces = 100;
/** So many rows go to the database in one statement. */
export const batchRows = 1_000;
/** Each time so many rows are written the log says so. */
export const rowsToTell = 10_000;
