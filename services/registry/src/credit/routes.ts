import {
  creditObjection,
  creditRecordView,
  creditRepair,
  newRiskTable,
  Problem,
  riskClassView,
  riskTable,
  riskTableSet,
  targetCode,
  targetKind,
} from "@shuangsui/contracts";
import { callerOf, readOnly, systemScope, type App } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { z } from "zod";
import { entriesOf, type RegisterOptions } from "../register/entries.ts";
import { creditRegister } from "./register.ts";
import { creditOf, kindsOfTargets } from "../snapshot/targets.ts";
import { decideObjection, repairRecord } from "./repair.ts";
import { riskRulesOn, riskTables } from "./risk-tables.ts";
import { creditSince, explainedClass } from "./rules.ts";
import { setRiskTable } from "./set-risk-table.ts";

/** How a credit record that was entered by hand is repaired (信用修复管理办法) or corrected, and how classes follow from records (articles 21, 31). */
export function repairRoutes(app: App, options: RegisterOptions): void {
  const { database, clock } = options;
  const { get } = entriesOf(creditRegister, options);
  app.post(
    `/api/v1/${creditRegister.kind}/:ref/repair`,
    {
      config: { action: "credit.repair", idempotencyKey: "none" },
      schema: {
        tags: [creditRegister.kind],
        params: z.object({ ref: z.string().max(200) }),
        body: creditRepair,
        response: { 200: creditRecordView },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = await get(caller.authority, request.params.ref);
      const at = await clock.now();
      const row = await database.as(caller.authority, (work) =>
        repairRecord(work, caller, id, request.body, at),
      );
      return creditRegister.viewOf(row, caller);
    },
  );
  app.post(
    `/api/v1/${creditRegister.kind}/:ref/objection`,
    {
      config: { action: "credit.repair", idempotencyKey: "none" },
      schema: {
        tags: [creditRegister.kind],
        params: z.object({ ref: z.string().max(200) }),
        body: creditObjection,
        response: { 200: creditRecordView },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = await get(caller.authority, request.params.ref);
      const at = await clock.now();
      const row = await database.as(caller.authority, (work) =>
        decideObjection(work, caller, id, request.body, at),
      );
      return creditRegister.viewOf(row, caller);
    },
  );

  app.get(
    "/api/v1/risk-table",
    { config: { action: "public" }, schema: { tags: [creditRegister.kind], response: { 200: riskTable } } },
    async () => ({ items: await database.as(systemScope, (work) => riskTables(work), readOnly) }),
  );
  app.post(
    "/api/v1/risk-table",
    {
      config: { action: "risk-table.write", idempotencyKey: "none" },
      schema: { tags: [creditRegister.kind], body: newRiskTable, response: { 200: riskTableSet } },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      return database.as(caller.authority, (work) => setRiskTable(work, caller, request.body, at));
    },
  );
  app.get(
    "/api/v1/risk-classes/:kind/:code",
    {
      config: { action: "registry.read" },
      schema: {
        tags: [creditRegister.kind],
        params: z.object({ kind: targetKind, code: targetCode }),
        response: { 200: riskClassView },
      },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const { kind, code } = request.params;
      const day = shanghaiDate(await clock.now());
      const known = await database.as(
        authority,
        async (work) => {
          const kinds = await kindsOfTargets(work, [code]);
          if (kinds.get(code)?.includes(kind) !== true) return undefined;
          const rules = await riskRulesOn(work, authority, day);
          return { rules, credit: (await creditOf(work, authority, kind, [code], day, rules)).get(code) };
        },
        readOnly,
      );
      if (known === undefined) throw new Problem("not-found");
      const { rules, credit } = known;
      return { code, kind, since: creditSince(day, rules), ...explainedClass(credit, rules) };
    },
  );
}
