import {
  id,
  itemCompilation,
  itemsCompiled,
  legalBasisChange,
  legalBasisQuery,
  legalBasisView,
  newLegalBasis,
  pageOf,
} from "@shuangsui/contracts";
import { callerOf, idOfCursor, pageOfRows, readOnly, type App, type Auditor } from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { z } from "zod";
import type { RegisterOptions } from "../register/entries.ts";
import { entryOf } from "../register/table.ts";
import { changeBasis, listBases, registerBasis } from "./bases.ts";
import { compileList } from "./compile.ts";
import { basesFile } from "./list-file.ts";
import type { LegalBasisRow } from "./tables.ts";

const reading = { action: "registry.read" } as const;
const writing = { action: "registry.write", idempotencyKey: "none" } as const;
const tags = ["legal-bases"];

/** Legal bases on record with their repeal (article 8), and lists that are compiled from the superior's (article 7). */
export function itemRoutes(
  app: App,
  { database, clock, auditor }: RegisterOptions & { auditor: Auditor },
): void {
  app.get(
    "/api/v1/legal-bases",
    {
      config: reading,
      schema: { tags, querystring: legalBasisQuery, response: { 200: pageOf(legalBasisView) } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const after = idOfCursor(request.query.after);
      const rows = await database.as(
        authority,
        (work) => listBases(work, authority, request.query, after),
        readOnly,
      );
      const { items, next } = pageOfRows(rows, request.query.limit, (row) => [row.id]);
      return { items: items.map(viewOf), next };
    },
  );

  fileRoute(app, { database, auditor }, basesFile);

  app.post(
    "/api/v1/legal-bases",
    { config: writing, schema: { tags, body: newLegalBasis, response: { 201: legalBasisView } } },
    async (request, reply) => {
      const caller = callerOf(request);
      const at = await clock.now();
      reply.code(201);
      return database.as(caller.authority, async (work) =>
        viewOf(await registerBasis(work, caller, request.body, at)),
      );
    },
  );

  app.patch(
    "/api/v1/legal-bases/:id",
    {
      config: writing,
      schema: { tags, params: z.object({ id }), body: legalBasisChange, response: { 200: legalBasisView } },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      return database.as(caller.authority, async (work) =>
        viewOf(await changeBasis(work, caller, request.params.id, request.body, at)),
      );
    },
  );

  app.post(
    "/api/v1/items/compile",
    { config: writing, schema: { tags: ["items"], body: itemCompilation, response: { 200: itemsCompiled } } },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      return database.as(caller.authority, (work) => compileList(work, caller, request.body, at));
    },
  );
}

const viewOf = (row: LegalBasisRow) => ({
  ...entryOf(row),
  law: row.law,
  article: row.article,
  number: row.number,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});
