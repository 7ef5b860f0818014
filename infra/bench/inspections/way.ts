import { commandOutcome, inspectionDetail } from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { ok, signedByTeam, windowFrom } from "../../sample/officials.ts";
import type { Person } from "../../sample/people.ts";
import { itemCodeOf } from "./county.ts";

/** What people do at one inspection, in order: from the confirmed team to early publishing. */
export const steps = ["confirm", "notify", "begin", "record", "report", "feedback", "publish"] as const;
export type Step = (typeof steps)[number];

/** Does these steps at one inspection, one command after the other, each answered before the next. */
export async function carry(official: Person, id: string, some: readonly Step[] = steps): Promise<void> {
  const at = `/api/v1/inspections/${id}`;
  const { team, authority } = inspectionDetail.parse(ok(await official.get(at), "the inspection"));
  const officers = team.filter(({ kind }) => kind === "officer").map(({ number }) => number);
  // What the record says of its times is not before the check began.
  let last = new Date().toISOString();
  for (const step of some) {
    const body = bodyOf(step, { id, authority, officers, last });
    const answer =
      step === "record" || step === "report"
        ? await signedByTeam(official, { id, team }, step, body)
        : await official.command(`${at}/commands/${step}`, body);
    last = commandOutcome.parse(ok(answer, step)).receivedAt;
  }
}

/** What an official sends with a step. `last`: when the step before was received. */
export function bodyOf(
  step: Step,
  {
    id,
    authority,
    officers,
    last,
  }: { id: string; authority: string; officers: readonly number[]; last: string },
) {
  switch (step) {
    case "confirm":
      return { statement: "均已声明无利害关系" };
    case "notify":
      return { deliveredTo: "前台", method: "in-person", checkOn: windowFrom(new Date(), 0).from };
    case "begin":
      return { shownCertificates: officers, place: "企业办公地点" };
    case "record":
      return {
        endedAt: last,
        entries: [{ itemCode: itemCodeOf(authority), result: "pass" }],
        findings: [],
        target: { signed: true, by: "现场负责人" },
        recordings: [{ sha256: createHash("sha256").update(id).digest("hex"), from: last, to: last }],
        gaps: [],
      };
    case "report":
      return {
        timeAndContent: "对资质条件与市场行为进行检查",
        methodAndSteps: "现场查验、资料核对",
        situationAndAssessment: "总体规范",
        opinion: "建议持续保持",
      };
    case "feedback":
      return { receivedBy: "前台", method: "in-person" };
    case "publish":
      return {};
  }
}
