/** What a page's styles bear, in place of each answer's own nonce. */
export const noncePlace = "NONCE-OF-THIS-ANSWER";
