import { z } from "zod";
import { authorityCode, id, instant, pageOf, pageQuery } from "./basics.ts";
import { because } from "./faults.ts";
import { name } from "./names.ts";
import { listNarrowings } from "./registry.ts";

/** The registers whose lists' filters are kept. */
export const filteredRegister = z.enum(["items", "entities", "projects", "inspectors"]);
export type FilteredRegister = z.infer<typeof filteredRegister>;

/** The query of a register's list, as its address has it: names with texts. */
export const filterQuery = z.record(z.string().max(40), z.string().max(300));
export type FilterQuery = z.infer<typeof filterQuery>;

/** Whether a register's list takes such a query, and what is wrong with it otherwise. */
export const checkedFilter = (register: FilteredRegister, query: FilterQuery) =>
  listNarrowings[register].safeParse(query);

const isOfItsList = (row: { register: FilteredRegister; query: FilterQuery }) =>
  checkedFilter(row.register, row.query).success;
const notOfItsList = {
  path: ["query"],
  ...because("filter", "is no query of that register's list"),
};

/** By what a filter may narrow the scope of a plan, which is published: never by persons, nor by what a draw has of its own. */
const ofScopes = ["q", "place", "permit", "category"] as const;
/** What a filter narrows a plan's scope by; undefined where it narrows by what a scope may not have. */
export function scopeFilter(query: FilterQuery): FilterQuery | undefined {
  const { sort: _sort, ...narrowing } = query;
  const names = Object.keys(narrowing);
  const isOfScopes = names.every((name) => ofScopes.some((one) => one === name));
  return names.length > 0 && isOfScopes ? narrowing : undefined;
}

/** GET /api/v1/snapshot/filters?ids=a,b: those of them that all in the authority share. */
export const snapshotFiltersQuery = z.strictObject({ ids: z.string().min(1).max(2_000) });

/** A filter to keep: of oneself, or, `shared`, of all in the authority. */
export const newFilter = z
  .strictObject({
    register: filteredRegister,
    name: name(60),
    query: filterQuery,
    shared: z.boolean().default(false),
  })
  .refine(isOfItsList, notOfItsList);
export const filterChange = z.strictObject({
  name: name(60).optional(),
  query: filterQuery.optional(),
  shared: z.boolean().optional(),
  version: z.number().int().min(1),
});
export const savedFilter = z.object({
  id,
  authority: authorityCode,
  register: filteredRegister,
  name: z.string(),
  query: filterQuery,
  shared: z.boolean(),
  /** Who keeps it, and alone changes it. */
  actor: z.string(),
  version: z.number().int(),
  updatedAt: instant,
});
export const savedFilters = pageOf(savedFilter);
export const snapshotFilters = z.object({ items: z.array(savedFilter) });
export type SavedFilter = z.infer<typeof savedFilter>;
export const savedFilterQuery = pageQuery.extend({ register: filteredRegister.optional() });
