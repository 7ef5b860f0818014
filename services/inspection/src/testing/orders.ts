import { inspectionDetail, type InspectionDetail } from "@shuangsui/contracts";
import type { Answer, CallOptions } from "../../../../infra/embedded/test-harness.ts";
import type { InspectionHarness } from "./harness.ts";

/** A complaint about a firm, as an order has it; changed where a test says so. */
const orderOf = (changes: object = {}) => ({
  origin: "complaint",
  target: { kind: "entity", code: "T000010" },
  items: ["I1", "I2"],
  window: { from: "2026-09-15", to: "2026-10-30" },
  source: { document: "12345热线〔2026〕18号", about: "群众反映该企业无资质承揽工程" },
  ...changes,
});

/** Orders an inspection. */
export const order = (
  harness: InspectionHarness,
  changes: object = {},
  options: CallOptions = {},
): Promise<Answer> => harness.ask("POST", "/api/v1/inspections", { body: orderOf(changes), ...options });

/** An inspection that was ordered. */
export async function ordered(
  harness: InspectionHarness,
  changes: object = {},
  options: CallOptions = {},
): Promise<InspectionDetail> {
  return inspectionDetail.parse((await order(harness, changes, options)).body);
}

let forms = 0;
/** The authority's head approves one check. */
export function approve(harness: InspectionHarness, id: string, approvedOn = "2026-09-15"): Promise<Answer> {
  forms += 1;
  const body = { number: `芒建检批〔2026〕${forms}号`, approver: "局长", approvedOn };
  return harness.ask("POST", `/api/v1/inspections/${id}/approvals`, { body, actor: "head-1" });
}
