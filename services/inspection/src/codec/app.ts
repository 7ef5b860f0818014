import type { Clock } from "@shuangsui/clock";
import { authorityOf, Problem } from "@shuangsui/contracts";
import {
  callerOf,
  createApp,
  createAuditor,
  type App,
  type Logger,
  type ScopedDatabase,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { jsonOf, payloadOf, type PayloadCodec } from "@shuangsui/temporal-kit";
import { z } from "zod";
import type { Work } from "../tables.ts";
import { pageAsking } from "./page.ts";

export type CodecOptions = {
  database: ScopedDatabase<Work>;
  clock: Clock;
  logger: Logger;
  tokens: TokenVerifier;
  payloads: PayloadCodec;
  /** Where the engine's own page is: the only one whose scripts may read what is answered. */
  pageOrigin: string;
  trustedProxies?: readonly string[];
};

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const sealed = z.strictObject({
  payloads: z
    .array(z.strictObject({ metadata: z.record(z.string(), base64), data: base64.default("") }))
    .max(1_000),
});
const form = z.strictObject({ token: z.string().trim().min(1).max(4_000) });
/** A browser at the engine's page can send no header of its own: there the token stands in a cookie for this path alone. */
const tokenCookie = "shuangsui_codec";
const hide = { schema: { hide: true } };
/** What the engine's page asks with: whether what lies elsewhere is to stay a reference. Nothing does. */
const querystring = z.strictObject({ preserveStorageRefs: z.enum(["true", "false"]).optional() });

/**
 * The codec server by Temporal's protocol for remote codecs, so that the engine's own page shows what workflows hold: for the
 * highest authority's administrators and auditors, each look on record.
 */
export async function createCodecApp(options: CodecOptions): Promise<App> {
  const { pageOrigin, payloads } = options;
  const auditor = createAuditor(options);
  const app = await createApp({
    name: "codec",
    title: "Codec",
    logger: options.logger,
    tokens: options.tokens,
    ready: {},
    auditor,
    tokenCookie,
    trustedProxies: options.trustedProxies ?? [],
    bodyLimit: 4_194_304,
  });
  // Also with what is refused: the page says what is wrong only where it may read that.
  app.addHook("onSend", async (request, reply) => {
    reply.header("vary", "origin").header("cache-control", "no-store");
    if (request.headers.origin !== pageOrigin) return;
    reply
      .header("access-control-allow-origin", pageOrigin)
      .header("access-control-allow-credentials", "true");
  });
  const asked = { hide: true, querystring };
  app.options("/decode", { schema: asked, config: { action: "public" } }, (request, reply) => {
    if (request.headers.origin === pageOrigin)
      reply
        .header("access-control-allow-methods", "POST")
        .header("access-control-allow-headers", "authorization, content-type, x-namespace");
    return reply.code(204).send();
  });
  app.post(
    "/decode",
    { config: { action: "payload.read" }, schema: { ...asked, body: sealed } },
    async (request) => {
      const { authority, actor } = callerOf(request);
      if (authorityOf(authority)?.parent !== null) throw new Problem("caller/not-allowed");
      const read = request.body.payloads.flatMap((one) => payloadOf(one) ?? []);
      const open = await payloads.decode(read).catch(() => {
        throw new Problem("body/invalid", "a payload is sealed under an unknown key, or was changed");
      });
      auditor.note({
        authority,
        callerAuthority: authority,
        actor,
        action: "payload/decoded",
        subject: null,
        code: null,
        before: null,
        after: { payloads: open.length },
        remote: request.ip,
        requestId: request.id,
      });
      return { payloads: open.map(jsonOf) };
    },
  );
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: 16_384 },
    (_request, body: string, done) => done(null, Object.fromEntries(new URLSearchParams(body))),
  );
  app.get("/", { ...hide, config: { action: "public" } }, (_request, reply) =>
    reply.headers(pageHeaders(pageOrigin)).type("text/html; charset=utf-8").send(pageAsking()),
  );
  app.post(
    "/",
    { config: { action: "public" }, schema: { hide: true, body: form } },
    async (request, reply) => {
      await options.tokens.verify(request.body.token);
      const secure = pageOrigin.startsWith("https:") ? "; Secure" : "";
      return reply
        .header(
          "set-cookie",
          `${tokenCookie}=${request.body.token}; Path=/decode; Max-Age=600; HttpOnly; SameSite=Strict${secure}`,
        )
        .headers(pageHeaders(pageOrigin))
        .redirect(pageOrigin, 303);
    },
  );
  return app;
}

const pageHeaders = (pageOrigin: string) => ({
  "content-security-policy": `default-src 'none'; form-action 'self' ${pageOrigin}; base-uri 'none'; frame-ancestors 'none'`,
  "referrer-policy": "no-referrer",
});
