import { protect } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

/** Whether a publication is one that the public reads. In the words of its index. */
const shown = (row: "old" | "new") =>
  `(coalesce(${row}.version > 0 and ${row}.state <> 'taken-down', false))::integer`;
const planBreached = (row: "old" | "new") =>
  `(coalesce(${row}.kind = 'plan' and ${row}.breached_at is not null, false))::integer`;

const statements = [
  // A part for each of some connections: two that publish for one authority seldom wait for one another.
  `create table disclosure.public_count (
    authority text not null,
    counted text not null check (counted in ('plan','result','item-list','plan-breach')),
    part smallint not null,
    number bigint not null,
    primary key (authority, counted, part)
  ) with (fillfactor = 50)`,
  `create function disclosure.count_public() returns trigger language plpgsql as $$
    begin
      insert into disclosure.public_count as before (authority, counted, part, number)
        select new.authority, counted, pg_backend_pid() % 32, change
          from (values (new.kind, ${shown("new")} - ${shown("old")}),
            ('plan-breach', ${planBreached("new")} - ${planBreached("old")})) as changes (counted, change)
          where change <> 0
        on conflict (authority, counted, part) do update set number = before.number + excluded.number;
      return null;
    end $$`,
  `create trigger count_new after insert on disclosure.publication for each row execute function disclosure.count_public()`,
  `create trigger count_changed after update of version, state, breached_at on disclosure.publication for each row
    when (old.version is distinct from new.version or old.state is distinct from new.state or old.breached_at is distinct from new.breached_at)
    execute function disclosure.count_public()`,
  // The newest of one authority, and of one kind, of which there may be few.
  ...["authority", "kind"].map(
    (column) => `create index publication_public_by_${column} on disclosure.publication
      (${column}, first_published_at desc, id desc) where version > 0 and state <> 'taken-down'`,
  ),
];

/** What the public may count, kept by the writes that change it, and lists of one authority or kind. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await protect(database, "disclosure", "public_count", "kept");
}
