import {
  Problem,
  riskTableKeeper,
  riskTableOn,
  seenBy,
  type newRiskTable,
  type RiskTable,
  type riskTableSet,
} from "@shuangsui/contracts";
import { originNow, recordAudit, type Caller } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { sql } from "kysely";
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { countOf, creditOf, targetsOf, type TargetKind } from "../snapshot/targets.ts";
import { riskTables } from "./risk-tables.ts";
import { requireBegins, riskClassOf } from "./rules.ts";

type Set = z.output<typeof riskTableSet>;

/**
 * Sets another version of the rules for a prefecture, or tells what that would be. Asked again for what was set last, it gives that.
 * @throws Problem `authority/not-yours`, `body/invalid`
 */
export async function setRiskTable(
  work: Work,
  { authority, actor }: Caller,
  { dryRun, ...asked }: z.output<typeof newRiskTable>,
  at: Date,
): Promise<Set> {
  if (riskTableKeeper(authority) !== authority) throw new Problem("authority/not-yours");
  await sql`select pg_advisory_xact_lock(hashtextextended(${`risk-table/${authority}`}, 0))`.execute(work);
  const tables = await riskTables(work, [authority]);
  const [newest] = tables;
  const version = (newest?.version ?? 0) + 1;
  if (newest?.authority === authority && isDeepStrictEqual(asked, contentOf(newest)))
    return { table: newest, ...(await changesBy(work, authority, tables.slice(1), newest)) };
  requireBegins(asked.from, shanghaiDate(at), tables);
  const table = { authority, version, ...asked };
  const changes = await changesBy(work, authority, tables, table);
  if (dryRun) return { table, ...changes };
  const { from, rows, ...kept } = table;
  await work
    .insertInto("risk_table")
    .values({ ...kept, valid_from: from, rows: JSON.stringify(rows), actor, at })
    .execute();
  await recordAudit(work, [
    {
      ...{ at, authority, callerAuthority: authority, actor, ...originNow() },
      ...{ action: "risk-table/changed", subject: String(version), code: null, before: null },
      after: { version, from, months: asked.months, rows: JSON.stringify(rows) },
    },
  ]);
  return { table, ...changes };
}

const contentOf = ({ from, months, ground, rows }: RiskTable) => ({ from, months, ground, rows });

/** How many targets in force have another class by a version than by those before it, on its first day and as records stand now. */
async function changesBy(
  work: Work,
  authority: string,
  before: readonly RiskTable[],
  after: RiskTable,
): Promise<Pick<Set, "targets" | "changes">> {
  const day = after.from;
  const was = riskTableOn(before, day);
  const tally = new Map<string, Set["changes"][number]>();
  let targets = 0;
  for (const kind of ["entity", "project"] as const) {
    const all = await countOf(work, inForce(authority, kind));
    const [by, then] = [
      await creditOf(work, authority, kind, null, day, was),
      await creditOf(work, authority, kind, null, day, after),
    ];
    const codes = [...new Set([...by.keys(), ...then.keys()])];
    const { rows } = await sql<{ code: string }>`
      select code from (${inForce(authority, kind)}) one where code = any(${codes}::text[])`.execute(work);
    const count = (code: string | undefined, number: number) => {
      const from = riskClassOf(code === undefined ? undefined : by.get(code), was);
      const to = riskClassOf(code === undefined ? undefined : then.get(code), after);
      if (from === to || number === 0) return;
      const key = `${kind} ${from} ${to}`;
      tally.set(key, { kind, from, to, count: (tally.get(key)?.count ?? 0) + number });
    };
    for (const { code } of rows) count(code, 1);
    count(undefined, all - rows.length);
    targets += all;
  }
  return { targets, changes: [...tally.values()] };
}

const inForce = (authority: string, kind: TargetKind) => targetsOf(kind, [], seenBy(authority));
