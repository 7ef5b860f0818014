import {
  checkedFilter,
  filterChange,
  id,
  newFilter,
  Problem,
  savedFilter,
  savedFilterQuery,
  savedFilters,
  sentenceOf,
  type FilteredRegister,
  type FilterQuery,
} from "@shuangsui/contracts";
import {
  breaksUniqueKey,
  callerOf,
  idOfCursor,
  pageOfRows,
  readOnly,
  type App,
  type Caller,
} from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { RegisterOptions } from "../register/entries.ts";
import type { Work } from "../register/register.ts";
import { addFilter, findFilter, listFilters, removeFilter, updateFilter, type SavedFilter } from "./store.ts";

const tags = ["filters"];
const description =
  "Filters of the registers' lists that people keep, for themselves or for all in their authority. A plan's scope may name one that all have.";
const reading = { action: "registry.read" } as const;
const writing = { action: "filter.write", idempotencyKey: "none" } as const;
const params = z.object({ id });

/** The filters that people keep of the registers' lists. */
export function filterRoutes(app: App, { database, clock }: RegisterOptions): void {
  app.get(
    "/api/v1/filters",
    {
      config: reading,
      schema: { tags, description, querystring: savedFilterQuery, response: { 200: savedFilters } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { register, limit } = request.query;
      const after = idOfCursor(request.query.after);
      const rows = await database.as(
        caller.authority,
        (work) => listFilters(work, caller, { register, after, limit }),
        readOnly,
      );
      const page = pageOfRows(rows, limit, (row) => [row.id]);
      return { items: page.items.map(filterView), next: page.next };
    },
  );

  app.get(
    "/api/v1/filters/:id",
    { config: reading, schema: { tags, description, params, response: { 200: savedFilter } } },
    async (request) => {
      const caller = callerOf(request);
      return filterView(
        await database.as(caller.authority, (work) => mayUse(work, caller, request.params.id), readOnly),
      );
    },
  );

  app.post(
    "/api/v1/filters",
    { config: writing, schema: { tags, description, body: newFilter, response: { 201: savedFilter } } },
    async (request, reply) => {
      const { authority, actor } = callerOf(request);
      const { register, name, query, shared } = request.body;
      const at = await clock.now();
      const row = await onceNamed(() =>
        database.as(authority, (work) =>
          addFilter(work, {
            ...{ id: uuidv7(), authority, actor, register, name, shared },
            ...{ query: JSON.stringify(query), version: 1, updated_at: at },
          }),
        ),
      );
      reply.code(201);
      return filterView(row);
    },
  );

  app.patch(
    "/api/v1/filters/:id",
    {
      config: writing,
      schema: { tags, description, params, body: filterChange, response: { 200: savedFilter } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { version, ...change } = request.body;
      const at = await clock.now();
      return onceNamed(() =>
        database.as(caller.authority, async (work) => {
          const row = await mayChange(work, caller, request.params.id);
          if (row.version !== version) throw new Problem("version/changed", `the version is ${row.version}`);
          if (change.query !== undefined) requireFitting(row.register, change.query);
          const changed = await updateFilter(work, {
            ...row,
            name: change.name ?? row.name,
            query: change.query ?? row.query,
            shared: change.shared ?? row.shared,
            version: version + 1,
            updated_at: at,
          });
          if (changed === undefined) throw new Problem("version/changed");
          return filterView(changed);
        }),
      );
    },
  );

  app.delete(
    "/api/v1/filters/:id",
    { config: writing, schema: { tags, description, params, response: { 204: z.null() } } },
    async (request, reply) => {
      const caller = callerOf(request);
      await database.as(caller.authority, async (work) => {
        await mayChange(work, caller, request.params.id);
        await removeFilter(work, request.params.id);
      });
      return reply.code(204).send(null);
    },
  );
}

/** @throws Problem `not-found`, also for one that somebody else keeps alone */
async function mayUse(work: Work, caller: Caller, filter: string): Promise<SavedFilter> {
  const row = await findFilter(work, caller, filter);
  if (row === undefined) throw new Problem("not-found");
  return row;
}

/** @throws Problem `not-found`, `filter/not-yours` */
async function mayChange(work: Work, caller: Caller, filter: string): Promise<SavedFilter> {
  const row = await mayUse(work, caller, filter);
  if (row.actor !== caller.actor) throw new Problem("filter/not-yours");
  return row;
}

/** @throws Problem `filter/duplicate` where the same person has one of that name */
function onceNamed<T>(write: () => Promise<T>): Promise<T> {
  return write().catch((error: unknown) => {
    throw breaksUniqueKey(error) ? new Problem("filter/duplicate") : error;
  });
}

/** @throws Problem `body/invalid` */
function requireFitting(register: FilteredRegister, query: FilterQuery): void {
  if (checkedFilter(register, query).success) return;
  throw new Problem("body/invalid", undefined, [
    { path: "/query", fault: "filter", message: sentenceOf("filter") },
  ]);
}

/** A filter as it is shown. */
export const filterView = ({ name_key: _key, updated_at, ...row }: SavedFilter) => ({
  ...row,
  updatedAt: updated_at.toISOString(),
});
