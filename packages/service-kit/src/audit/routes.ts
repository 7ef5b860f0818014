import {
  auditChainPage,
  auditChainQuery,
  auditHead,
  auditPage,
  auditQuery,
  seenBy,
  type AuditQuery,
} from "@shuangsui/contracts";
import { stringify } from "csv-stringify";
import type { FastifyReply } from "fastify";
import { pipeline, Readable } from "node:stream";
import { z } from "zod";
import type { App } from "../app.ts";
import { callerOf } from "../access/caller.ts";
import { readOnly, systemScope } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import type { Auditor } from "./auditor.ts";
import { csvHeadings, csvRow } from "./csv.ts";
import { findEntries, readEntries, readHead, readLinks } from "./entries.ts";
import type { AuditWork } from "./table.ts";

const tags = ["audit"];
const description =
  "The acts on record of the caller's authority and its subordinates, in the order of the chain, with whatever is searched for. " +
  "With format=csv all of them, as text/csv. An act is in the chain some seconds after it was done.";
const rowsAtOnce = 500;
const pageOrFile = {
  description: "A page, or the file.",
  content: {
    "application/json": { schema: auditPage },
    "text/csv": { schema: z.string() },
  },
};

/** The audit trail as auditors read it: searched, exported, and as a chain that can be verified (articles 32, 33). */
export function auditRoutes<W extends AuditWork>(
  app: App,
  { database, auditor }: { database: ScopedDatabase<W>; auditor: Auditor },
): void {
  /** All that a query finds, read page by page, so that none waits for the reader in a transaction. */
  async function* found(authority: string, query: AuditQuery) {
    for (let { after } = query; ;) {
      const page = { after, limit: rowsAtOnce };
      const entries = await database.as(authority, (work) => findEntries(work, query, page), readOnly);
      yield* entries.map(csvRow);
      const last = entries.at(-1);
      if (last === undefined || entries.length < rowsAtOnce) return;
      after = last.seq;
    }
  }

  const config = { action: "audit.read" } as const;
  app.get(
    "/api/v1/audit",
    { config, schema: { tags, description, querystring: auditQuery, response: { 200: pageOrFile } } },
    async (request, reply) => {
      const { authority, actor } = callerOf(request);
      const { query } = request;
      if (query.format === "csv") {
        const { actor: byActor = "", subject = "", action = "", from = "", to = "" } = query;
        auditor.note({
          authority,
          callerAuthority: authority,
          actor,
          action: "audit/exported",
          subject: null,
          code: null,
          before: null,
          after: { actor: byActor, subject, action, from, to },
          remote: request.ip,
          requestId: request.id,
        });
        const csv = stringify({
          bom: true,
          header: true,
          columns: csvHeadings,
          escape_formulas: true,
          record_delimiter: "windows",
        });
        // Where the reading fails the connection is cut: the file ends in the middle, and nobody takes it for whole.
        pipeline(Readable.from(found(authority, query)), csv, () => undefined);
        reply
          .header("content-disposition", 'attachment; filename="audit.csv"')
          .type("text/csv; charset=utf-8");
        const file: FastifyReply = reply;
        return file.send(csv);
      }
      const { after, limit } = query;
      const page = { after, limit: limit + 1 };
      const entries = await database.as(authority, (work) => findEntries(work, query, page), readOnly);
      const items = entries.slice(0, limit);
      return { items, next: entries.length > limit ? (items.at(-1)?.seq ?? null) : null };
    },
  );

  app.get(
    "/api/v1/audit/head",
    { config, schema: { tags, response: { 200: auditHead } } },
    async (request) => {
      callerOf(request);
      return database.as(systemScope, readHead, readOnly);
    },
  );

  app.get(
    "/api/v1/audit/chain",
    { config, schema: { tags, querystring: auditChainQuery, response: { 200: auditChainPage } } },
    async (request) => {
      const { authority } = callerOf(request);
      const { after, limit } = request.query;
      const links = await database.as(systemScope, (work) => readLinks(work, { after, limit }), readOnly);
      const ids = links.map(({ entryId }) => entryId);
      const entries = await database.as(authority, (work) => readEntries(work, ids), readOnly);
      return {
        items: links.map(({ entryId, link }) => ({ ...link, entry: entries.get(entryId) ?? null })),
        next: links.length === limit ? (links.at(-1)?.link.seq ?? null) : null,
        sees: [...seenBy(authority)],
      };
    },
  );
}
