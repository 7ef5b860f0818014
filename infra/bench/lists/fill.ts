import type { Client } from "pg";
import { createCipher, type Cipher } from "../../../services/registry/src/secrecy/cipher.ts";
import { wordsOfEntry } from "../../../services/registry/src/register/words.ts";
import type { CipherKeys } from "../../../services/registry/src/secrecy/cipher.ts";
import { v7 as uuidv7 } from "uuid";
import { makeCreditCode, makePhone } from "../../sample/codes.ts";

/** Who supervises the entities, by how they are called there; each has a fifth of them. */
export const counties = [
  ["533103", "芒市"],
  ["533102", "瑞丽"],
  ["533122", "梁河"],
  ["533123", "盈江"],
  ["533124", "陇川"],
] as const;
const characters = [
  ..."昌盛兴隆宏远恒达金鑫瑞祥福顺永安嘉和博文天成华夏中联国泰明德云海龙腾飞鸿宇辉煌锦绣江山丽景春晖秋实佳美良友信诚立新创展",
];
const trades = ["建筑工程", "房地产开发", "燃气", "物业服务", "工程监理", "检测技术", "市政园林", "装饰装修"];
const endings = ["有限公司", "有限责任公司", "集团有限公司", "股份有限公司"];
const surnames = [..."刀线管排岳番曩思罕龚"];
const rowsAtOnce = 20_000;

/** What is called so many: a place, one of some three thousand words, a trade and a form. */
export function nameOf(serial: number): string {
  const [, place] = counties[serial % counties.length] ?? counties[0];
  const n = Math.floor(serial / counties.length);
  const at = <T>(list: readonly T[], index: number) => list[index % list.length] ?? list[0];
  return [
    place,
    at(characters, n),
    at(characters, Math.floor(n / 7) + Math.floor(n / characters.length)),
    at(trades, Math.floor(n / 11)),
    at(endings, Math.floor(n / 3)),
  ].join("");
}

/** The code of the entity with that number. */
export const codeOf = (serial: number): string =>
  makeCreditCode(
    (counties[serial % counties.length] ?? counties[0])[0],
    Math.floor(serial / counties.length),
  );

/** Registers so many entities in SQL, as the registry would, without their versions. The connection is the superuser's. */
export async function fillEntities(client: Client, keys: CipherKeys, entities: number): Promise<void> {
  const cipher = createCipher(keys);
  // Neither triggers nor foreign keys: what they would do is done here.
  await client.query("set session_replication_role = replica");
  await client.query("set synchronous_commit = off");
  // An index of words is made of all of them in less time than of one after the other.
  const { rows } = await client.query<{ made: string }>(
    "select pg_get_indexdef('registry.entity_supervision_words'::regclass) as made",
  );
  await client.query("drop index registry.entity_supervision_words");
  for (let from = 0; from < entities; from += rowsAtOnce)
    await insert(client, cipher, from, Math.min(entities, from + rowsAtOnce));
  await client.query("set maintenance_work_mem = '512MB'");
  await client.query(rows[0]?.made ?? "");
  await client.query("set session_replication_role = origin");
  await client.query("vacuum analyze");
}

async function insert(client: Client, cipher: Cipher, from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from }, (_each, index) => {
    const serial = from + index;
    const id = uuidv7();
    const name = nameOf(serial);
    const [authority] = counties[serial % counties.length] ?? counties[0];
    const person = `${surnames[serial % surnames.length] ?? ""}某`;
    return {
      ...{
        id,
        authority,
        code: codeOf(serial),
        name,
        person,
        words: wordsOfEntry({ name, people: [person] }),
      },
      territory: `${authority}${String(101 + (serial % 9))}`,
      category: serial % 97 === 0 ? "gas-supplier" : "builder",
      phone: cipher.seal("entity_supervision.contact_phone", id, makePhone(serial % 10_000)),
    };
  });
  const column = (name: keyof (typeof rows)[number]) => rows.map((row) => row[name]);
  await client.query(
    `insert into registry.entity (credit_code, name, address, legal_representative, category, territory, version, updated_at, words)
     select code, name, name || '1号', person, category, territory, 1, '2026-01-01', words
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as e (code, name, person, category, territory, words)`,
    (["code", "name", "person", "category", "territory", "words"] as const).map(column),
  );
  await client.query(
    `insert into registry.entity_supervision
       (id, authority, credit_code, category, contact_name, contact_phone, name, words, territory, updated_at, name_mark, address_mark)
     select id, authority, code, category, person, phone, name, words, territory, '2026-01-01',
       registry.name_mark(words), registry.address_mark(name || '1号')
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         as s (id, authority, code, category, person, phone, name, words, territory)`,
    (["id", "authority", "code", "category", "person", "phone", "name", "words", "territory"] as const).map(
      column,
    ),
  );
}
