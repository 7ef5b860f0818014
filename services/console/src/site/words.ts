import { wordsOf } from "@shuangsui/contracts";

/** The words of the console's pages. */
export const words = wordsOf("zh");
