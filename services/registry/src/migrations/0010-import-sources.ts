import { protect } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `alter table registry.import add column source text, add column cursor text,
    add constraint import_names_its_place check ((source is null) = (cursor is null))`,
  // One after the other: whose changes come first counts.
  `create unique index import_of_source on registry.import (authority, register, source)
    where source is not null and state in ('reading', 'checked', 'applying')`,
  `create table registry.import_source (
    authority text not null,
    register text not null,
    source text not null,
    cursor text not null,
    import_id uuid not null,
    at timestamptz not null,
    primary key (authority, register, source)
  )`,
];

/** Up to where other systems' changes have come into the registers, so that each goes on where it was. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await protect(database, "registry", "import_source", "kept");
}
