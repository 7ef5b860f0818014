/** The most bytes of a file, which is more than a million entities take as a text, and of one of its rows. */
export const maxFileBytes = 256 * 1024 * 1024;
export const maxRowBytes = 64 * 1024;
/** The most bytes of a workbook, which is held in memory while it is read, and of what it unpacks to. */
export const maxWorkbookBytes = 64 * 1024 * 1024;
export const maxUnpackedBytes = 1024 * 1024 * 1024;
/** The most characters of a part of it that come without a mark: a cell has 32,767 at the most, its row `maxRowBytes`. */
export const maxUnmarked = 1024 * 1024;
/** The most bytes of its shared texts and styles, which are held in memory as well. */
export const maxSharedBytes = 96 * 1024 * 1024;
/** What is large and unpacks to more than so many times its size was made to do harm: sheets come to 30 at the most. */
export const maxInflation = 300;
export const largeBytes = 16 * 1024 * 1024;
/** The most wrong rows that one answer names, and that a sheet which is handed back marks. */
export const maxPlaces = 100;
export const maxMarkedRows = 20_000;
/** So many rows go to the database in one statement. */
export const batchRows = 500;
/** How many imports of an authority may be under way at once. */
export const maxOpen = 20;
