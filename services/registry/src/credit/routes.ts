import { creditRecordView, creditRepair } from "@shuangsui/contracts";
import { callerOf, type App } from "@shuangsui/service-kit";
import { z } from "zod";
import { entriesOf, type RegisterOptions } from "../register/entries.ts";
import { creditRegister } from "./register.ts";
import { repairRecord } from "./repair.ts";

/** How a credit record that was entered by hand is repaired (信用修复管理办法). The decision's number makes it one. */
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
}
