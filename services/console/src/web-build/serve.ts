import { Problem } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import type { FastifyReply } from "fastify";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { returnPath } from "../sign-in/rules.ts";
import { builtPages } from "./build.ts";
import { noncePlace } from "./nonce.ts";

/** A file as it is sent: plain, and compressed where that is less. */
type File = { type: string; plain: Buffer; br: Buffer; gzip: Buffer };
type Pages = { html: string; files: ReadonlyMap<string, File> };

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Where the pages were before they were all that the console has. */
const wasBelow = /^\/app(?:\/|(?=\?)|$)/;

/**
 * The pages: one document for all of them, which a script fills, and its files, built when the console first
 * starts, kept in memory and by browsers for as long as they like: their names say what is in them.
 */
export function servePages(app: App, { issuer }: { issuer: string }): void {
  let loaded: Promise<Pages> | undefined;
  const pages = () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
  // Whoever comes first should not wait for it.
  app.addHook("onReady", async () => {
    pages().catch((error: unknown) =>
      app.log.error({ error: error instanceof Error ? error.message : "unknown" }, "no pages"),
    );
  });
  const page = async (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString("base64");
    return reply
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", policy(nonce, new URL(issuer).origin))
      .send((await pages()).html.replaceAll(noncePlace, nonce));
  };
  // Which address is a page's the script knows.
  app.get("/*", { schema: { hide: true } }, (request, reply) => {
    const [before] = wasBelow.exec(request.url) ?? [];
    if (before === undefined) return page(reply);
    return reply.redirect(returnPath(`/${request.url.slice(before.length)}`), 308);
  });
  app.get(
    "/assets/:name",
    { config: { withoutSession: true }, schema: { hide: true } },
    async (request, reply) => {
      const file = (await pages()).files.get((request.params as { name: string }).name);
      if (file === undefined) throw new Problem("not-found");
      const taken = request.headers["accept-encoding"]?.toString() ?? "";
      const encoding = (["br", "gzip"] as const).find((one) => taken.includes(one));
      reply
        .header("content-type", file.type)
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("vary", "accept-encoding");
      if (encoding === undefined) return reply.send(file.plain);
      return reply.header("content-encoding", encoding).send(file[encoding]);
    },
  );
}

/** Scripts and pictures of this very console; what styles a script makes bear the answer's nonce. */
function policy(nonce: string, provider: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self' ${provider}`,
  ].join("; ");
}

async function load(): Promise<Pages> {
  const folder = await builtPages();
  const read = (name: string) => readFileSync(join(folder, "assets", name));
  const names = readdirSync(join(folder, "assets")).filter((name) => !/\.(?:br|gz)$/.test(name));
  const files = names.map((name): [string, File] => [
    name,
    {
      type: types[extname(name)] ?? "application/octet-stream",
      plain: read(name),
      br: read(`${name}.br`),
      gzip: read(`${name}.gz`),
    },
  ]);
  return { html: readFileSync(join(folder, "index.html"), "utf8"), files: new Map(files) };
}
