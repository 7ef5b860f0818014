import { Problem } from "@shuangsui/contracts";
import type { FastifyInstance } from "fastify";
import { hash } from "node:crypto";
import { z } from "zod";

/** What a route documents that answers with an ETag: that the asker may have it already. */
export const notModified = { 304: z.null().describe("What is asked for is as If-None-Match names it.") };

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyReply {
    /** The version of what is shown, where the ETag is made of it and of all that is sent. */
    versionShown: number | null;
  }
}

/**
 * Of a thing that is shown with what follows from others and from the time (what is overdue, stuck, counted), which no version of its
 * own tells, the ETag is its version and a digest of all that is sent: it is made when that is written out.
 */
export function ofVersion<R extends { versionShown: number | null }>(reply: R, version: number): R {
  reply.versionShown = version;
  return reply;
}

/** The ETag of a version and of the text that shows it. */
export const etagOf = (version: number, text: string) =>
  `"${version}.${hash("sha256", text, "base64url").slice(0, 16)}"`;

/** The ETag of what has no version: a digest of all that it says. */
export const etagOfValue = (value: unknown) =>
  `"${hash("sha256", JSON.stringify(value), "base64url").slice(0, 16)}"`;

/** Nothing is written over what stands otherwise than the caller saw it, where they say how that was. @throws Problem `version/changed` */
export function requireAsSeen(ifMatch: string | undefined, standing: unknown): void {
  if (ifMatch !== undefined && !namesEtag(ifMatch, etagOfValue(standing)))
    throw new Problem("version/changed");
}

/** The ETag of a version by its number alone. */
export const etagOfVersion = (version: number) => `"${version}"`;

/** Gives an answer its ETag, and answers 304 and nothing else where a GET's is one that the asker has named in If-None-Match. */
export function answerNotModified(app: FastifyInstance): void {
  app.decorateReply("versionShown", null);
  app.addHook("onSend", (request, reply, payload, done) => {
    const { versionShown, statusCode } = reply;
    if (versionShown !== null && typeof payload === "string" && statusCode < 300)
      reply.header("etag", etagOf(versionShown, payload));
    const asked = request.headers["if-none-match"];
    if (asked === undefined || statusCode !== 200) return done(null, payload);
    const etag = reply.getHeader("etag");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (typeof etag !== "string" || !isRead || !namesEtag(asked, etag)) return done(null, payload);
    reply.code(304).removeHeader("content-type").removeHeader("content-length");
    done(null, "");
  });
}

/** Whether If-None-Match or If-Match names an ETag. A proxy that compresses marks its tags as weak. */
export function namesEtag(named: string | undefined, etag: string): boolean {
  if (named === undefined) return false;
  const strong = (tag: string) => tag.trim().replace(/^W\//, "");
  const tags = named.split(",").map(strong);
  return tags.includes(strong(etag)) || tags.includes("*");
}
