import { CompiledQuery, type Kysely } from "kysely";

/** The tables whose lists are searched by words and sorted by names. */
const searched = ["entity_supervision", "project", "inspector", "item"];
/** Those with an order by when they changed. */
const dated = [...searched, "conflict", "credit_record"];

const statements = [
  // What lists of entities are narrowed and sorted by stands with each supervisor as well, so that an index leads to a page.
  `alter table registry.entity_supervision
    add name text collate "zh-x-icu" not null default '',
    add words text not null default '',
    add territory text collate "C",
    add updated_at timestamptz not null default '-infinity',
    add name_mark uuid,
    add address_mark uuid`,
  // What is called alike, or is at one address, however that is written, has the same mark.
  `create function registry.name_mark(words text) returns uuid language sql immutable parallel safe
    return md5(split_part(words, E'\\n', 1))::uuid`,
  `create function registry.address_mark(address text) returns uuid language sql immutable parallel safe
    return md5(lower(regexp_replace(normalize(address, NFKC), '\\s', '', 'g')))::uuid`,
  ...searched.map(
    (table) =>
      `create index ${table}_words on registry.${table} using gin (search.pairs_in(authority, words) search.by_pairs)`,
  ),
  // Sorted as dictionaries have them, by pinyin: the columns are collated so. A county's own are an index of their own, since names
  // begin with places: among all of them its own would be far apart.
  ...searched.flatMap((table) => [
    `create index ${table}_by_name on registry.${table} (name, id)`,
    `create index ${table}_by_own_name on registry.${table} (authority, name, id)`,
  ]),
  ...dated.flatMap((table) => [
    `create index ${table}_by_change on registry.${table} (updated_at, id)`,
    `create index ${table}_by_own_change on registry.${table} (authority, updated_at, id)`,
  ]),
  `create index entity_supervision_by_territory on registry.entity_supervision (authority, territory)`,
  `create index legal_basis_words on registry.legal_basis using gin (search.pairs_in(authority, words) search.by_pairs)`,
  `create view registry.entity_key with (security_invoker = true) as
    select id, authority, credit_code as code, category, status, name, words, territory, updated_at from registry.entity_supervision`,
  `create function registry.supervise() returns trigger language plpgsql as $$
    begin
      select name, words, territory, updated_at, registry.name_mark(words), registry.address_mark(address)
        into new.name, new.words, new.territory, new.updated_at, new.name_mark, new.address_mark
        from registry.entity where credit_code = new.credit_code;
      return new;
    end $$`,
  `create trigger supervise before insert on registry.entity_supervision for each row execute function registry.supervise()`,
  // Of all that supervise it, whoever writes: the scope is widened for that one statement.
  `create function registry.tell_supervisors() returns trigger language plpgsql as $$
    declare
      scope text := current_setting('shuangsui.authority', true);
      seen text := current_setting('shuangsui.seen', true);
    begin
      perform set_config('shuangsui.authority', 'system', true),
        set_config('shuangsui.seen', array(select code from registry.authority)::text, true);
      update registry.entity_supervision
        set name = new.name, words = new.words, territory = new.territory, updated_at = new.updated_at,
          name_mark = registry.name_mark(new.words), address_mark = registry.address_mark(new.address)
        where credit_code = new.credit_code;
      perform set_config('shuangsui.authority', scope, true), set_config('shuangsui.seen', seen, true);
      return null;
    end $$`,
  `create trigger tell_supervisors after update on registry.entity for each row execute function registry.tell_supervisors()`,
  `create index version_by_time on registry.version (at, register, subject, version)`,
];

/** How lists of the registers are searched, sorted and counted. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
}
