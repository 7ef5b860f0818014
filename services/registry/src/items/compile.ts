import { Problem, superiorsOf, type itemCompilation, type itemsCompiled } from "@shuangsui/contracts";
import { seeingAll, type Caller } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { keepVersions } from "../register/store.ts";
import { firstVersion } from "../register/table.ts";
import { wordsOfEntry } from "../register/words.ts";
import { itemRegister } from "./register.ts";
import { compileItems, isInForce } from "./rules.ts";
import type { ItemEntry } from "./tables.ts";

/**
 * Article 7: compiles an authority's list from that of a superior and from its own list of powers. What it gains is its own from then
 * on, names what it was compiled from, and is changed as any item.
 * @throws Problem `body/invalid` where the list is of no superior
 */
export async function compileList(
  work: Work,
  caller: Caller,
  { from, powers, subject, dryRun }: z.output<typeof itemCompilation>,
  at: Date,
): Promise<z.output<typeof itemsCompiled>> {
  const { authority } = caller;
  if (!superiorsOf(authority).includes(from))
    throw new Problem("body/invalid", undefined, [{ path: "/from", message: "is no superior" }]);
  const today = shanghaiDate(at);
  // What may be inspected at random is public (article 6), so the superior's list is no secret.
  const { rows: items } = await seeingAll(work, authority, () =>
    sql<ItemEntry>`select * from item_entry where authority = ${from} order by code`.execute(work),
  );
  const { rows: own } = await sql<{ code: string }>`
    select code from item where authority = ${authority}`.execute(work);
  const { compiled, ...rest } = compileItems(
    { authority: from, items: items.filter((item) => isInForce(item, today)) },
    { authority, codes: new Set(own.map(({ code }) => code)), powers },
  );
  const rows = compiled.map(({ item, code }): ItemEntry => ({
    ...item,
    ...firstVersion(uuidv7(), authority, at),
    code,
    subject,
    compiled_from: { authority: from, code: item.code, version: item.version },
    words: wordsOfEntry({ name: item.name, besides: [code] }),
  }));
  if (!dryRun && rows.length > 0) {
    const written = await itemRegister.insert(work, rows);
    await keepVersions(
      work,
      itemRegister.kind,
      written.map((row) => ({ subject: row.id, row })),
      {
        ...{ caller, at },
        reason: `compiled from the list of ${from}`,
      },
    );
  }
  return {
    compiled: compiled.map(({ item, code }) => ({ from: item.code, code, name: item.name })),
    ...rest,
  };
}
