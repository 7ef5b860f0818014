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
export const savedFilterQuery = pageQuery.extend({ register: filteredRegister.optional() });
