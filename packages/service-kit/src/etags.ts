import type { FastifyInstance } from "fastify";
import { hash } from "node:crypto";
import { z } from "zod";

/** What a route documents that answers with an ETag: that the asker may have it already. */
export const notModified = { 304: z.null().describe("What is asked for is as If-None-Match names it.") };

/**
 * The ETag of a thing that is shown with what follows from others and from the time (what is overdue, stuck, counted), which
 * no version of its own tells: its version, and a digest of all that is shown.
 */
export function etagOfView(version: number, view: unknown): string {
  const digest = hash("sha256", JSON.stringify(view), "base64url").slice(0, 16);
  return `"${version}.${digest}"`;
}

/** The ETag of a version by its number alone. */
export const etagOfVersion = (version: number) => `"${version}"`;

/** Answers 304 and nothing else where a GET gives an ETag that the asker has named in If-None-Match. */
export function answerNotModified(app: FastifyInstance): void {
  app.addHook("onSend", (request, reply, payload, done) => {
    const etag = reply.getHeader("etag");
    const asked = request.headers["if-none-match"];
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (asked === undefined || typeof etag !== "string" || !isRead || reply.statusCode !== 200)
      return done(null, payload);
    if (!namesEtag(asked, etag)) return done(null, payload);
    reply.code(304).removeHeader("content-type").removeHeader("content-length");
    done(null, "");
  });
}

/** Whether If-None-Match names an ETag. A proxy that compresses marks its tags as weak. */
export function namesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const strong = (tag: string) => tag.trim().replace(/^W\//, "");
  const tags = ifNoneMatch.split(",").map(strong);
  return tags.includes(strong(etag)) || tags.includes("*");
}
