/**
 * Whether a request that changes something was sent by a page of this very site. Browsers say so where it is served by TLS or from
 * the machine itself, and older ones name the page's origin; who says neither is no browser, and has no cookie by itself.
 */
export function isFromHere(site: string | undefined, origin: string | undefined, here: string): boolean {
  return site === undefined ? origin === undefined || origin === here : site === "same-origin";
}
