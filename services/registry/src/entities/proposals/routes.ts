import {
  id,
  newProposal,
  pageOf,
  Problem,
  proposalAnswer,
  proposalQuery,
  proposalView,
} from "@shuangsui/contracts";
import {
  callerOf,
  idempotencyKeyOf,
  idOfCursor,
  pageOfRows,
  readOnly,
  type App,
  type Auditor,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { z } from "zod";
import type { RegisterOptions } from "../../register/entries.ts";
import type { Work } from "../../register/register.ts";
import { proposalsFile } from "./list-file.ts";
import { answer, propose } from "./proposals.ts";
import { listProposals, readProposal } from "./store.ts";
import type { Proposal } from "./tables.ts";
import { viewsOf } from "./views.ts";

const tags = ["entities"];
const params = z.object({ ref: z.string().max(200) });
const proposalParams = params.extend({ id });
const reading = { action: "registry.read" } as const;
const writing = { action: "registry.write" } as const;
const list = pageOf(proposalView);
const description =
  "What several authorities share of an entity is changed by their superior, or by a proposal to which each of them consents.";

/**
 * How those that supervise an entity change together what they share of it (article 5). `codeOf` gives an entity's code by what
 * it is asked for by.
 */
export function proposalRoutes(
  app: App,
  { database, clock, auditor }: RegisterOptions & { auditor: Auditor },
  codeOf: (viewer: string, reference: string) => Promise<string>,
): void {
  const page = (viewer: string, query: z.output<typeof proposalQuery>, code?: string) =>
    database.as(
      viewer,
      async (work) => {
        const { status, limit } = query;
        const rows = await listProposals(work, { code, status, limit, after: idOfCursor(query.after) });
        const { items, next } = pageOfRows(rows, limit, (row) => [row.id]);
        return { items: await viewsOf(work, viewer, items), next };
      },
      readOnly,
    );

  fileRoute(app, { database, auditor }, proposalsFile);
  app.get(
    "/api/v1/proposals",
    { config: reading, schema: { tags, description, querystring: proposalQuery, response: { 200: list } } },
    (request) => page(callerOf(request).authority, request.query),
  );
  app.get(
    "/api/v1/proposals/:id",
    {
      config: reading,
      schema: { tags, description, params: z.object({ id }), response: { 200: proposalView } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(
        authority,
        async (work) => {
          const proposal = await readProposal(work, request.params.id);
          if (proposal === undefined) throw new Problem("not-found");
          return viewOf(work, authority, proposal);
        },
        readOnly,
      );
    },
  );
  app.get(
    "/api/v1/entities/:ref/proposals",
    {
      config: reading,
      schema: { tags, description, params, querystring: proposalQuery, response: { 200: list } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      return page(authority, request.query, await codeOf(authority, request.params.ref));
    },
  );

  app.post(
    "/api/v1/entities/:ref/proposals",
    {
      config: writing,
      schema: { tags, description, params, body: newProposal, response: { 201: proposalView } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const key = idempotencyKeyOf(request);
      const code = await codeOf(caller.authority, request.params.ref);
      const at = await clock.now();
      reply.code(201);
      return database.as(caller.authority, async (work) =>
        viewOf(work, caller.authority, await propose(work, caller, key, code, request.body, at)),
      );
    },
  );

  app.post(
    "/api/v1/entities/:ref/proposals/:id/answer",
    {
      config: { ...writing, idempotencyKey: "none" },
      schema: {
        tags,
        description,
        params: proposalParams,
        body: proposalAnswer,
        response: { 200: proposalView },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const code = await codeOf(caller.authority, request.params.ref);
      const at = await clock.now();
      const which = { code, id: request.params.id };
      return database.as(caller.authority, async (work) =>
        viewOf(work, caller.authority, await answer(work, caller, which, request.body, at)),
      );
    },
  );
}

async function viewOf(work: Work, viewer: string, proposal: Proposal) {
  const [view] = await viewsOf(work, viewer, [proposal]);
  if (view === undefined) throw new RangeError("one proposal has one view");
  return view;
}
