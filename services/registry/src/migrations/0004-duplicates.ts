import { protect } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const projectMarks = [
  ["name", "registry.name_mark(words)"],
  ["address", "registry.address_mark(address)"],
] as const;

const statements = [
  `create table registry.dismissal (
    authority text not null,
    register text not null check (register in ('entities','projects')),
    one text collate "C" not null,
    other text collate "C" not null check (one < other),
    actor text not null,
    reason text not null,
    at timestamptz not null,
    primary key (authority, register, one, other)
  )`,
  `create table registry.merge (
    id uuid primary key,
    authority text not null,
    register text not null check (register in ('entities','projects')),
    kept text collate "C" not null,
    merged text collate "C" not null check (merged <> kept),
    actor text not null,
    reason text not null,
    at timestamptz not null,
    moved jsonb not null,
    undone_at timestamptz,
    undone_by text,
    undone_reason text,
    check ((undone_at is null) = (undone_by is null)),
    check ((undone_at is null) = (undone_reason is null))
  )`,
  // What is merged is so into one alone, until that is undone.
  `create unique index merge_once on registry.merge (authority, register, merged) where undone_at is null`,
  `create index merge_by_authority on registry.merge (authority, id)`,
  // What may be registered twice lies side by side, and is read from these alone.
  ...projectMarks.flatMap(([mark, ofProject]) => [
    `create index entity_supervision_by_${mark}_mark on registry.entity_supervision (${mark}_mark, credit_code)
      include (id, authority) where status = 'active'`,
    `create index project_by_${mark}_mark on registry.project (${ofProject}, code) where status = 'active'`,
  ]),
  `create index conflict_by_own_target on registry.conflict (authority, target_code)`,
];

/** Entries that may be one, that were found to be two, and that were merged. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await protect(database, "registry", "dismissal", "written-once");
  await protect(database, "registry", "merge", "kept");
}
