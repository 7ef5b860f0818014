import type { InspectionSummary } from "@shuangsui/contracts";
import { officerAt, ok } from "./officials.ts";
import { keyOf, type Answer } from "./people.ts";

type Officer = ReturnType<typeof officerAt>;

/** What happens to an inspection of the sample, so that each way through shows. */
export type Way =
  | "gone"
  | "conflict"
  | "conflict-refused"
  | "on-leave"
  | "settled-on-the-spot"
  | "own-department"
  | "objected"
  | "unsigned"
  | "cancelled"
  | "not-found"
  | "early"
  | "forgotten";

const special: readonly Way[] = [
  "gone",
  "conflict",
  "on-leave",
  "settled-on-the-spot",
  "own-department",
  "objected",
  "unsigned",
  "cancelled",
  "not-found",
  "conflict-refused",
];

/** The way that an inspection takes, by its rank in the draw; an alternate goes the usual way. */
function wayOf({ rank }: Pick<InspectionSummary, "rank">): Way {
  if (rank === null) return "early";
  return special[rank - 1] ?? (rank % 2 === 0 ? "early" : "forgotten");
}

/** Does what is next to be done at one inspection, if that is a person's to do. */
export async function nextAct(
  officer: Officer,
  one: InspectionSummary,
  items: readonly string[],
): Promise<void> {
  const { id } = one;
  const way = wayOf(one);
  switch (one.state) {
    case "drawn":
      return declare(officer, id, way);
    case "confirmed":
    case "notified":
      return way === "cancelled"
        ? done(officer, id, "cancel", { reason: "企业停产整顿，另行安排" })
        : beginCheck(officer, one);
    case "checking": {
      if (way === "not-found") return okOrMoved(await officer.recordNotFound(id), "record");
      const found = way === "settled-on-the-spot" || way === "own-department" || way === "objected";
      const description =
        way === "settled-on-the-spot" ? "未在经营场所公示资质证书" : "主要技术人员数量低于资质标准";
      return okOrMoved(
        await officer.record(id, items, found ? [{ id: keyOf("finding", id), description }] : []),
        "record",
      );
    }
    case "recorded":
      return way === "settled-on-the-spot"
        ? done(officer, id, "path", {
            findingId: keyOf("finding", id),
            path: "on-the-spot",
            document: "责令改正通知书（芒建责改〔2026〕11号）",
            due: null,
            settled: true,
          })
        : done(officer, id, "path", {
            findingId: keyOf("finding", id),
            path: "own-department",
            document: "案件移送审批表（芒建移〔2026〕3号）",
            due: "2026-12-31",
            settled: false,
          });
    case "handled":
      return way === "unsigned" ? undefined : okOrMoved(await officer.report(id), "report");
    case "signed":
      return okOrMoved(await officer.feedback(id, { isFound: way !== "not-found" }), "feedback");
    case "fed-back":
      if (way === "objected") return object(officer, id);
      return way === "early" ? done(officer, id, "publish", {}) : undefined;
    case "published":
    case "credited":
    case "closed":
    case "gone":
    case "no-team":
    case "lapsed":
    case "cancelled":
      return;
    default:
      return one.state satisfies never;
  }
}

/** Whether nothing more happens to an inspection of the sample, or nothing but waiting for a report that never comes. */
export function isOver(one: Pick<InspectionSummary, "state" | "rank" | "breaches">): boolean {
  switch (one.state) {
    case "closed":
    case "gone":
    case "no-team":
    case "lapsed":
    case "cancelled":
      return true;
    default:
      return wayOf(one) === "unsigned" && one.breaches >= 2;
  }
}

/** From the confirmed team to the begun check, or from the notice where that was given before an interruption. */
export async function beginCheck(officer: Officer, one: InspectionSummary): Promise<void> {
  const { id, state } = one;
  if (state === "confirmed") okOrMoved(await officer.notify(id), "notify");
  let begun = await officer.begin(id);
  // Another came into the team meanwhile, by lot: they show theirs.
  if (begun.body["code"] === "inspection/certificate-invalid") begun = await officer.begin(id);
  // Asked for at the last moment, a recusal is decided first.
  if (begun.body["code"] === "inspection/recusal-open") return declare(officer, id, wayOf(one));
  okOrMoved(begun, "begin");
}

/** In the recusal window: a target that is gone, an officer who asks to be recused, one who goes on leave. */
async function declare(officer: Officer, id: string, way: Way): Promise<void> {
  if (way === "gone")
    return done(officer, id, "gone", {
      statement: "经实地核查，企业已搬离登记住所且无法联系",
      evidenceSha256: "5f".repeat(32),
    });
  if (way !== "conflict" && way !== "conflict-refused" && way !== "on-leave") return;
  const { events, recusals, team } = await officer.read(id);
  const number = team.find((member) => member.kind === "officer")?.number ?? 0;
  if (way === "on-leave") {
    if (events.some((event) => event.type === "member-left")) return;
    return done(officer, id, "replace", { number, reason: "leave", statement: "因病休假" });
  }
  const [asked] = recusals;
  if (asked === undefined)
    return done(officer, id, "recuse", {
      number,
      ground: way === "conflict" ? "kinship" : "other-interest",
      declaredBy: way === "conflict" ? "officer" : "target",
      statement: way === "conflict" ? "近亲属在该企业任职" : "认为该检查人员过于严格",
    });
  if (asked.decidedAt !== null) return;
  const granted = way === "conflict";
  const statement = granted ? "情况属实，同意回避" : "不属于应当回避的情形";
  okOrMoved(await officer.decideRecusal(id, asked.id, { granted, statement }), "the decision on a recusal");
}

/** The inspected objects, is answered, and the result is published with both. */
async function object(officer: Officer, id: string): Promise<void> {
  await done(officer, id, "object", { statement: "对人员社保缴纳情况的认定有异议，已补充材料" });
  await done(officer, id, "answer", {
    statement: "经复核，补充材料属实，人员数量符合标准，该项认定予以撤销",
    upheld: true,
  });
  await done(officer, id, "publish", {});
}

/** Does one act, once however often it is asked. */
async function done(officer: Officer, id: string, type: string, body: unknown): Promise<void> {
  okOrMoved(await officer.act(id, type, body, keyOf(id, type, JSON.stringify(body))), type);
}

const moved: readonly unknown[] = ["inspection/wrong-state", "inspection/not-in-team", "objection/too-late"];

/** Fails as `ok` does, but not where time, or an act from before an interruption, has moved the inspection meanwhile. */
function okOrMoved(answer: Answer, what: string): void {
  if (!moved.includes(answer.body["code"])) ok(answer, what);
}
