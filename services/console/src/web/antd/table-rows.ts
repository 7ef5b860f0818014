/** In the place of the table that draws only the rows in sight: none to a screen reader, so none here is. */
export default undefined;
