import type { FastifyReply, FastifyRequest } from "fastify";

/** The names of cookies, and how they are set and taken away: never shown to scripts, nor sent along by other sites' forms. */
export type Cookies = {
  /** The cookies of a request, by their names without a prefix. */
  read(request: FastifyRequest): ReadonlyMap<string, string>;
  /** For as long as the browser runs, unless seconds are given. */
  set(reply: FastifyReply, name: string, value: string, seconds?: number): void;
  remove(reply: FastifyReply, name: string): void;
};

/** Behind TLS cookies are for TLS alone, and no other host of the domain can set them (`__Host-`). */
export function cookiesOf(siteUrl: string): Cookies {
  const secure = siteUrl.startsWith("https:");
  const prefix = secure ? "__Host-" : "";
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const set: Cookies["set"] = (reply, name, value, seconds) => {
    const age = seconds === undefined ? "" : `; Max-Age=${seconds}`;
    reply.header("set-cookie", `${prefix}${name}=${value}; ${attributes}${age}`);
  };
  return {
    read({ headers: { cookie = "" } }) {
      const pairs = cookie.split(";").map((pair) => pair.trim());
      return new Map(
        pairs
          .filter((pair) => pair.startsWith(prefix) && pair.includes("="))
          .map((pair) => pair.slice(prefix.length))
          .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
      );
    },
    set,
    remove: (reply, name) => set(reply, name, "", 0),
  };
}
