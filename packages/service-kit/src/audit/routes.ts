import {
  auditChainPage,
  auditChainQuery,
  auditHead,
  auditNames,
  auditNamesQuery,
  auditPage,
  auditQuery,
  seenBy,
  type AuditQuery,
} from "@shuangsui/contracts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { callerOf } from "../access/caller.ts";
import { readOnly, systemScope } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import type { Auditor } from "./auditor.ts";
import { mediaTypes, rowsFile, type RowsFile } from "../row-files.ts";
import {
  findEntries,
  namesOfSubjects,
  readEntries,
  readHead,
  readLinks,
  type NamedSubject,
} from "./entries.ts";
import { auditFile, auditRow } from "./file.ts";
import type { AuditWork } from "./table.ts";

const tags = ["audit"];
const description =
  "The acts on record of the caller's authority and its subordinates, in the order of the chain, with whatever is searched for. " +
  "With format=csv or xlsx all of them, as a file. An act is in the chain some seconds after it was done.";
const rowsAtOnce = 500;
const pageOrFile = {
  description: "A page, or the file.",
  content: {
    "application/json": { schema: auditPage },
    [mediaTypes.xlsx]: { schema: z.string() },
    "text/csv": { schema: z.string() },
  },
};

/** The audit trail as auditors read it: searched, exported, and as a chain that can be verified (articles 32, 33). */
export function auditRoutes<W extends AuditWork>(
  app: App,
  {
    database,
    auditor,
    named = [],
  }: { database: ScopedDatabase<W>; auditor: Auditor; named?: readonly NamedSubject[] },
): void {
  /** Writes all that a query finds, read page by page, so that none waits for the reader in a transaction. */
  async function writeFound(authority: string, query: AuditQuery, file: RowsFile): Promise<void> {
    for (let { after } = query; ;) {
      const page = { after, limit: rowsAtOnce };
      const entries = await database.as(authority, (work) => findEntries(work, query, page), readOnly);
      const last = entries.at(-1);
      if (!(await file.write(entries.map(auditRow)))) return;
      if (last === undefined || entries.length < rowsAtOnce) return file.end();
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
      if (query.format !== "json") {
        const streamed: FastifyReply = reply;
        // Whether it may be had: a browser that takes a file away shows nothing of a refusal.
        if (request.method === "HEAD") return streamed.type(mediaTypes[query.format]).send();
        const { authority: ofAuthority = "", actor: byActor = "", subject = "", action = "" } = query;
        const { kind = "", from = "", to = "" } = query;
        auditor.note({
          authority,
          callerAuthority: authority,
          actor,
          action: "audit/exported",
          subject: null,
          code: null,
          before: null,
          after: { authority: ofAuthority, actor: byActor, subject, action, kind, from, to },
          remote: request.ip,
          requestId: request.id,
        });
        const file = await rowsFile(query.format, auditFile.title, auditFile.headings);
        // Where the reading fails the connection is cut: the file ends in the middle, and nobody takes it for whole.
        writeFound(authority, query, file).catch((error: unknown) =>
          file.fail(error instanceof Error ? error : new Error("the export failed")),
        );
        return streamed
          .header("content-disposition", `attachment; filename="audit.${query.format}"`)
          .type(mediaTypes[query.format])
          .send(file.stream);
      }
      const { after, limit } = query;
      const page = { after, limit: limit + 1 };
      const entries = await database.as(authority, (work) => findEntries(work, query, page), readOnly);
      const items = entries.slice(0, limit);
      return { items, next: entries.length > limit ? (items.at(-1)?.seq ?? null) : null };
    },
  );

  app.get(
    "/api/v1/audit/names",
    { config, schema: { tags, querystring: auditNamesQuery, response: { 200: auditNames } } },
    async (request) => {
      const { authority } = callerOf(request);
      const { subjects } = request.query;
      const items = await database.as(authority, (work) => namesOfSubjects(work, named, subjects), readOnly);
      return { items };
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
