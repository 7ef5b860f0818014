import type { Clock } from "@shuangsui/clock";
import {
  availabilityAnswers,
  availabilityCheck,
  filterQuery,
  foldedCode,
  id,
  inspectionCredit,
  inspectorCard,
  itemsByCodes,
  itemsByCodesQuery,
  mergesInForce,
  repairsDue,
  Problem,
  scopeFilter,
  sentenceOf,
  seenBy,
  creditRecordView,
  creditRepair,
  snapshotFilters,
  snapshotFiltersQuery,
  snapshotTargetsQuery,
  snapshotWindowQuery,
  targetCard,
  targetCount,
  targetCode,
  targetKind,
  targetNames,
  targetNamesAsked,
  type FilterQuery,
  type ListedItem,
} from "@shuangsui/contracts";
import { callerOf, readOnly, systemScope, type App, type Database } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { z } from "zod";
import { recordInspection } from "../credit/inspections.ts";
import { creditRegister } from "../credit/register.ts";
import { repairsDueNow } from "../credit/repairs.ts";
import { repairInspection } from "../credit/repair.ts";
import { mergesNow } from "../duplicates/one-target.ts";
import { reasonAgainst } from "../inspectors/rules.ts";
import { inForceTo, isInForce, repealedOf } from "../items/rules.ts";
import type { ItemEntry } from "../items/tables.ts";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";
import { streamLines } from "./lines.ts";
import {
  declaredConflicts,
  inspectorsOf,
  inspectorsOn,
  itemsOf,
  listedItems,
  namesOfTargets,
  targetOf,
  underAllCodes,
} from "./store.ts";
import { filterView } from "../filters/routes.ts";
import { sharedFilters } from "../filters/store.ts";
import { classified, countOf, targetsOf } from "./targets.ts";
import { windowOf } from "./window.ts";

const ndjson = "application/x-ndjson; charset=utf-8";
const tags = ["services"];
const config = { action: "service", idempotencyKey: "none" } as const;
const unchanged = async <Row>(_work: unknown, rows: readonly Row[]) => rows;

/** What a plan's scope is narrowed by, as its plan has kept it. @throws Problem `body/invalid` */
function narrowedBy(filter: string): FilterQuery {
  try {
    const query = scopeFilter(filterQuery.parse(JSON.parse(filter)));
    if (query !== undefined) return query;
  } catch {
    // falls through: what is no JSON is refused as what is no filter
  }
  throw new Problem("body/invalid", undefined, [
    { path: "/filter", fault: "filter", message: sentenceOf("filter") },
  ]);
}

/** What the system's own services read of the registry and write to it, in an authority's scope. */
export function serviceRoutes(
  app: App,
  { database, clock }: { database: Database<Tables>; clock: Clock },
): void {
  const today = async () => shanghaiDate(await clock.now());

  const asked = (
    { kind, categories = "", filter }: z.output<typeof snapshotTargetsQuery>,
    authority: string,
  ) =>
    targetsOf(
      kind,
      categories.split(",").filter((name) => name !== ""),
      seenBy(authority),
      filter === undefined ? {} : narrowedBy(filter),
    );

  app.get(
    "/api/v1/snapshot/targets",
    { config, schema: { tags, querystring: snapshotTargetsQuery } },
    async (request, reply) => {
      const { authority } = callerOf(request);
      const { kind } = request.query;
      const day = await today();
      const query = asked(request.query, authority);
      return reply
        .type(ndjson)
        .send(
          streamLines(database, authority, query, (work, targets) =>
            classified(work, authority, kind, targets, day),
          ),
        );
    },
  );

  const ofWindow = { tags, querystring: snapshotWindowQuery };
  app.get(
    "/api/v1/snapshot/filters",
    { config, schema: { tags, querystring: snapshotFiltersQuery, response: { 200: snapshotFilters } } },
    async (request) => {
      const { authority } = callerOf(request);
      const ids = request.query.ids.split(",").filter((one) => id.safeParse(one).success);
      if (ids.length === 0) return { items: [] };
      const rows = await database.as(authority, (work) => sharedFilters(work, authority, ids), readOnly);
      return { items: rows.map(filterView) };
    },
  );

  app.get(
    "/api/v1/snapshot/targets/count",
    { config, schema: { tags, querystring: snapshotTargetsQuery, response: { 200: targetCount } } },
    async (request) => {
      const { authority } = callerOf(request);
      const query = asked(request.query, authority);
      return { count: await database.as(authority, (work) => countOf(work, query), readOnly) };
    },
  );

  app.get(
    "/api/v1/snapshot/merges",
    { config, schema: { tags, response: { 200: mergesInForce } } },
    async () => ({ items: await database.as(systemScope, mergesNow, readOnly) }),
  );

  app.get(
    "/api/v1/snapshot/repairs",
    { config, schema: { tags, response: { 200: repairsDue } } },
    async () => ({ items: await database.as(systemScope, repairsDueNow, readOnly) }),
  );

  app.get("/api/v1/snapshot/inspectors", { config, schema: ofWindow }, async (request, reply) => {
    const { authority } = callerOf(request);
    const day = await today();
    const query = inspectorsOn(authority, day, windowOf(request.query, day));
    return reply.type(ndjson).send(streamLines(database, authority, query, unchanged));
  });

  app.get("/api/v1/snapshot/conflicts", { config, schema: ofWindow }, async (request, reply) => {
    const { authority } = callerOf(request);
    const query = declaredConflicts(authority, windowOf(request.query, await today()));
    return reply
      .type(ndjson)
      .send(
        streamLines(database, authority, query, (work, conflicts) =>
          underAllCodes(work, authority, conflicts),
        ),
      );
  });

  app.get("/api/v1/snapshot/items", { config, schema: { tags } }, async (request, reply) => {
    const { authority } = callerOf(request);
    const listed = async (_work: Work, rows: readonly ItemEntry[]) => rows.map(listedItemOf);
    return reply.type(ndjson).send(streamLines(database, authority, listedItems(authority), listed));
  });

  app.get(
    "/api/v1/items/by-codes",
    { config, schema: { tags, querystring: itemsByCodesQuery, response: { 200: itemsByCodes } } },
    async (request) => {
      const { authority } = callerOf(request);
      const codes = request.query.codes.split(",").filter((code) => /^[A-Za-z0-9-]{1,60}$/.test(code));
      const day = await today();
      const rows = await database.as(
        authority,
        (work) => itemsOf(work, authority, codes.map(foldedCode)),
        readOnly,
      );
      // A plan from before codes were folded has them as they were written then, and finds them so.
      const asked = codes.flatMap((code) =>
        rows.filter((row) => row.code === foldedCode(code)).map((row) => ({ code, row })),
      );
      return {
        items: asked.map(({ code, row }) => ({
          code,
          name: row.name,
          version: row.version,
          inForce: isInForce(row, day),
          officerTypes: row.officer_types,
          specialties: row.specialties,
          targetKind: row.target_kind,
          legalBasis: row.legal_basis,
          content: row.content,
          method: row.method,
          repealed: repealedOf(row.bases),
          checklist: row.checklist,
        })),
      };
    },
  );

  app.post(
    "/api/v1/inspectors/availability",
    { config, schema: { tags, body: availabilityCheck, response: { 200: availabilityAnswers } } },
    async (request) => {
      const { authority } = callerOf(request);
      const { ids } = request.body;
      const day = await today();
      const rows = await database.as(authority, (work) => inspectorsOf(work, ids), readOnly);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return {
        items: ids.map((inspector) => {
          const row = byId.get(inspector);
          return row === undefined
            ? { id: inspector, reason: "unknown" as const, version: null }
            : { id: inspector, reason: reasonAgainst(row, day), version: row.version };
        }),
      };
    },
  );

  app.post(
    "/api/v1/targets/:kind/names",
    {
      config,
      schema: {
        tags,
        params: z.object({ kind: targetKind }),
        body: targetNamesAsked,
        response: { 200: targetNames },
      },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const { kind } = request.params;
      const read = (work: Work) => namesOfTargets(work, kind, request.body.codes);
      return { items: await database.as(authority, read, readOnly) };
    },
  );

  const targetParams = z.object({ kind: z.string().max(20), code: z.string().max(200) });
  app.get(
    "/api/v1/targets/:kind/:code",
    { config, schema: { tags, params: targetParams, response: { 200: targetCard } } },
    async (request) => {
      const { authority } = callerOf(request);
      const kind = targetKind.safeParse(request.params.kind);
      const code = targetCode.safeParse(request.params.code);
      if (!kind.success || !code.success) throw new Problem("not-found");
      const day = await today();
      const card = await database.as(
        authority,
        (work) => targetOf(work, authority, kind.data, code.data, day),
        readOnly,
      );
      if (card === undefined) throw new Problem("not-found");
      return card;
    },
  );

  app.get(
    "/api/v1/inspectors/:ref/card",
    {
      config,
      schema: { tags, params: z.object({ ref: z.string().max(200) }), response: { 200: inspectorCard } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const inspector = id.safeParse(request.params.ref);
      if (!inspector.success) throw new Problem("not-found");
      const [row] = await database.as(authority, (work) => inspectorsOf(work, [inspector.data]), readOnly);
      if (row === undefined) throw new Problem("not-found");
      return {
        id: row.id,
        name: row.name,
        kind: row.kind,
        certificateNumber: row.certificate_number,
        unit: row.unit,
      };
    },
  );

  app.put(
    "/api/v1/credit-records/inspections/:inspectionId",
    {
      config,
      schema: {
        tags,
        params: z.object({ inspectionId: id }),
        body: inspectionCredit,
        response: { 200: creditRecordView },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const row = await database.as(caller.authority, (work) =>
        recordInspection(work, caller, request.params.inspectionId, request.body, at),
      );
      return creditRegister.viewOf(row, caller);
    },
  );

  app.put(
    "/api/v1/credit-records/inspections/:inspectionId/repair",
    {
      config,
      schema: {
        tags,
        params: z.object({ inspectionId: id }),
        body: creditRepair,
        response: { 200: creditRecordView },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const row = await database.as(caller.authority, (work) =>
        repairInspection(work, caller, request.params.inspectionId, request.body, at),
      );
      return creditRegister.viewOf(row, caller);
    },
  );
}

const listedItemOf = (row: ItemEntry): ListedItem => ({
  code: row.code,
  name: row.name,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  legalBasis: row.legal_basis,
  subject: row.subject,
  content: row.content,
  method: row.method,
  targetKind: row.target_kind,
  inForceTo: inForceTo(row),
});
