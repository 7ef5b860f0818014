import {
  creditObjection,
  creditRecordView,
  creditRepair,
  Problem,
  riskClassView,
  riskTable,
  targetCode,
  targetKind,
} from "@shuangsui/contracts";
import { callerOf, readOnly, type App } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { z } from "zod";
import { entriesOf, type RegisterOptions } from "../register/entries.ts";
import { creditRegister } from "./register.ts";
import { creditOf, kindsOfTargets } from "../snapshot/targets.ts";
import { decideObjection, repairRecord } from "./repair.ts";
import { creditSince, explainedClass, publishedTables } from "./rules.ts";

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
    () => ({ items: publishedTables() }),
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
          return kinds.get(code)?.includes(kind) === true
            ? { credit: (await creditOf(work, authority, kind, [code], day)).get(code) }
            : undefined;
        },
        readOnly,
      );
      if (known === undefined) throw new Problem("not-found");
      return { code, kind, since: creditSince(day), ...explainedClass(known.credit, day) };
    },
  );
}
