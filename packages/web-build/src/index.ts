export type { Sources } from "./build.ts";
export { noncePlace } from "./nonce.ts";
export { openPages, sentAs, type Pages, type WebFile } from "./pages.ts";
