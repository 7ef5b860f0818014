const asked = new Map<string, Promise<Response>>();

/** Asks for what a page will want before the scripts that show it are there. */
export function askAhead(path: string): void {
  const answer = fetch(path, { headers: { accept: "application/json" }, redirect: "error" });
  // Whoever takes it hears that it failed.
  answer.catch(() => undefined);
  asked.set(new URL(path, location.origin).href, answer);
}

/** Sends a request; the answer to one that was sent ahead is taken, once. */
export const fetchOnce: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input, location.origin).href;
  const answer = (init?.method ?? "GET") === "GET" ? asked.get(url) : undefined;
  asked.delete(url);
  return answer ?? fetch(input, init);
};
