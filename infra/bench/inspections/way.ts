import { commandOutcome, inspectionDetail } from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { ok, windowFrom } from "../../sample/officials.ts";
import type { Person } from "../../sample/people.ts";
import { itemCode } from "./county.ts";

/** All that people do at one inspection, one command after the other, each answered before the next: from the confirmed team to early publishing. */
export async function carry(official: Person, id: string): Promise<void> {
  const at = `/api/v1/inspections/${id}`;
  const act = async (type: string, body: unknown) =>
    commandOutcome.parse(ok(await official.command(`${at}/commands/${type}`, body), type));
  const { team } = inspectionDetail.parse(ok(await official.get(at), "the inspection"));
  const officers = team.filter(({ kind }) => kind === "officer").map(({ number }) => number);
  await act("confirm", { statement: "均已声明无利害关系" });
  await act("notify", { deliveredTo: "前台", method: "in-person", checkOn: windowFrom(new Date(), 0).from });
  const { receivedAt } = await act("begin", { shownCertificates: officers, place: "企业办公地点" });
  await act("record", {
    endedAt: receivedAt,
    entries: [{ itemCode, result: "pass" }],
    findings: [],
    signedBy: officers,
    target: { signed: true, by: "现场负责人" },
    recordings: [{ sha256: createHash("sha256").update(id).digest("hex"), from: receivedAt, to: receivedAt }],
    gaps: [],
  });
  await act("report", {
    timeAndContent: "对资质条件与市场行为进行检查",
    methodAndSteps: "现场查验、资料核对",
    situationAndAssessment: "总体规范",
    opinion: "建议持续保持",
    signedBy: officers.slice(0, 2),
  });
  await act("feedback", { receivedBy: "前台", method: "in-person" });
  await act("publish", {});
}
