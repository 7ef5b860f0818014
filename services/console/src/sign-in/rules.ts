/** The addresses of the sign-in itself: nobody comes back to them. */
const ofSignIn = ["/sign-in", "/signed-in", "/sign-out"];

/** Where somebody comes back to after signing in: the address that was asked for, where it is one of this console, else its first page. */
export function returnPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > 1_000 || !/^\/[\x21-\x7e]*$/.test(asked)) return "/";
  const here = "http://console.invalid";
  const url = URL.parse(asked, here);
  if (url === null || url.origin !== here || ofSignIn.includes(url.pathname)) return "/";
  const path = `${url.pathname}${url.search}`;
  // What `/..//elsewhere` comes to is another host to a browser.
  return path.startsWith("//") ? "/" : path;
}
