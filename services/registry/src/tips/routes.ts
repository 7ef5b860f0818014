import {
  id,
  newTip,
  pageOf,
  Problem,
  seenBy,
  tipCard,
  tipChange,
  tipInspection,
  tipQuery,
  tipView,
} from "@shuangsui/contracts";
import {
  callerOf,
  idOfCursor,
  pageOfRows,
  readOnly,
  type App,
  type Auditor,
  type Caller,
} from "@shuangsui/service-kit";
import { sql } from "kysely";
import { z } from "zod";
import { noteLook } from "../register/audit.ts";
import type { RegisterOptions } from "../register/entries.ts";
import type { Work } from "../register/register.ts";
import { entryOf } from "../register/table.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import {
  changeTip,
  complainantField,
  enterInspection,
  findTip,
  registerTip,
  statementField,
} from "./store.ts";
import type { TipRow } from "./tables.ts";

const tags = ["tips"];
const params = z.object({ id });
const reading = { action: "registry.read" } as const;
const writing = { action: "registry.write", idempotencyKey: "none" } as const;
const ofService = { action: "service", idempotencyKey: "none" } as const;
const person = z.object({ name: z.string(), phone: z.string() });

/** Complaints, alerts, referrals, assigned and statutory checks as they come in (article 2), and which inspection each brought about. */
export function tipRoutes(
  app: App,
  { database, clock, cipher, auditor }: RegisterOptions & { cipher: Cipher; auditor: Auditor },
): void {
  /** As a caller may see them; a look at what is not masked is on record. */
  const shown = async (work: Work, caller: Caller, rows: readonly TipRow[]) => {
    const unmasked = rows.filter((row) => seesUnmasked(caller, row, "complaint.read"));
    noteLook(
      auditor,
      "tips",
      caller,
      unmasked.map((row) => row.id),
    );
    const ids = rows.flatMap((row) => row.inspection_id ?? []);
    const credit =
      ids.length === 0
        ? []
        : await work
            .selectFrom("credit_record")
            .select(["inspection_id", "outcome"])
            .where(sql<boolean>`inspection_id = any(${ids}::uuid[])`)
            .execute();
    const outcomes = new Map(credit.map((row) => [row.inspection_id, row.outcome]));
    return rows.map((row) => viewOf(cipher, row, caller, outcomes.get(row.inspection_id) ?? null));
  };
  const one = async (work: Work, caller: Caller, row: TipRow) => {
    const [view] = await shown(work, caller, [row]);
    if (view === undefined) throw new Problem("not-found");
    return view;
  };

  app.get(
    "/api/v1/tips",
    { config: reading, schema: { tags, querystring: tipQuery, response: { 200: pageOf(tipView) } } },
    async (request) => {
      const caller = callerOf(request);
      const { origin, status, authority, limit, after } = request.query;
      const before = idOfCursor(after);
      return database.as(
        caller.authority,
        async (work) => {
          const rows = await work
            .selectFrom("tip")
            .selectAll()
            .where("authority", "in", authority === undefined ? seenBy(caller.authority) : [authority])
            .$if(origin !== undefined, (query) => query.where("origin", "=", origin ?? "complaint"))
            .$if(status !== undefined, (query) => query.where("status", "=", status ?? "open"))
            .$if(before !== null, (query) => query.where("id", "<", before ?? ""))
            .orderBy("id", "desc")
            .limit(limit + 1)
            .execute();
          const { items, next } = pageOfRows(rows, limit, (row) => [row.id]);
          return { items: await shown(work, caller, items), next };
        },
        readOnly,
      );
    },
  );

  app.post(
    "/api/v1/tips",
    { config: writing, schema: { tags, body: newTip, response: { 201: tipView } } },
    async (request, reply) => {
      const caller = callerOf(request);
      const at = await clock.now();
      reply.code(201);
      return database.as(caller.authority, async (work) =>
        one(work, caller, await registerTip(work, cipher, caller, request.body, at)),
      );
    },
  );

  app.get(
    "/api/v1/tips/:id",
    { config: reading, schema: { tags, params, response: { 200: tipView } } },
    async (request) => {
      const caller = callerOf(request);
      return database.as(
        caller.authority,
        async (work) => one(work, caller, await findTip(work, request.params.id)),
        readOnly,
      );
    },
  );

  app.patch(
    "/api/v1/tips/:id",
    { config: writing, schema: { tags, params, body: tipChange, response: { 200: tipView } } },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      return database.as(caller.authority, async (work) =>
        one(work, caller, await changeTip(work, caller, request.params.id, request.body, at)),
      );
    },
  );

  app.get(
    "/api/v1/tips/:id/card",
    { config: ofService, schema: { tags: ["services"], params, response: { 200: tipCard } } },
    async (request) =>
      database.as(
        callerOf(request).authority,
        async (work) => cardOf(await findTip(work, request.params.id)),
        readOnly,
      ),
  );

  app.put(
    "/api/v1/tips/:id/inspection",
    {
      config: ofService,
      schema: { tags: ["services"], params, body: tipInspection, response: { 200: tipCard } },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const { inspectionId } = request.body;
      return database.as(caller.authority, async (work) =>
        cardOf(await enterInspection(work, caller, request.params.id, inspectionId, at)),
      );
    },
  );
}

const cardOf = (row: TipRow): z.output<typeof tipCard> => ({
  id: row.id,
  origin: row.origin,
  target: { kind: row.target_kind, code: row.target_code },
  status: row.status,
});

function viewOf(
  cipher: Cipher,
  row: TipRow,
  viewer: Caller,
  credit: "clean" | "violation" | "violation-corrected" | null,
): z.output<typeof tipView> {
  const isSeen = seesUnmasked(viewer, row, "complaint.read");
  const { complainant, inspection_id: inspectionId, inspection_at: startedAt } = row;
  return {
    ...entryOf(row),
    ...cardOf(row),
    source: row.source,
    document: row.document,
    receivedOn: row.received_on,
    statement: isSeen ? cipher.open(statementField, row.id, row.statement) : null,
    evidence: row.evidence,
    complainant:
      complainant === null || !isSeen
        ? null
        : complainantOf(cipher.open(complainantField, row.id, complainant)),
    inspection:
      inspectionId === null || startedAt === null
        ? null
        : { id: inspectionId, startedAt: startedAt.toISOString(), credit },
  };
}

function complainantOf(kept: string) {
  const { name, phone } = person.parse(JSON.parse(kept));
  const { written, dialled } = phoneView(phone, true);
  return { name, phone: written, phoneDialled: dialled };
}
