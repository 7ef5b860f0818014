import { inspectionState, type InspectionSummary } from "@shuangsui/contracts";
import { expect, it } from "vitest";
import type { officerAt } from "./officials.ts";
import { isOver, nextAct } from "./ways.ts";

type Officer = Parameters<typeof nextAct>[0];
const rankOf = {
  gone: 1,
  conflict: 2,
  objected: 6,
  unsigned: 7,
  cancelled: 8,
  notFound: 9,
  forgotten: 11,
  early: 12,
};

/** An officer whose acts are noted; each is answered with that code, or well. */
function officer(codes: Record<string, string> = {}) {
  const acts: string[] = [];
  const answer = async (type: string) => {
    acts.push(type);
    const code = codes[type];
    return {
      status: code === undefined ? 200 : 409,
      body: code === undefined ? {} : { code },
      location: null,
    };
  };
  const noting: Pick<
    Officer,
    "act" | "notify" | "begin" | "record" | "recordNotFound" | "report" | "feedback"
  > = {
    act: (_id, type) => answer(type),
    notify: () => answer("notify"),
    begin: () => answer("begin"),
    record: () => answer("record"),
    recordNotFound: () => answer("recordNotFound"),
    report: () => answer("report"),
    feedback: () => answer("feedback"),
  };
  return { acts, officer: noting as ReturnType<typeof officerAt> };
}

const inspection = (state: InspectionSummary["state"], rank: number | null, breaches = 0) =>
  ({ id: "0198c0de-0000-7000-8000-000000000001", state, rank, breaches }) as InspectionSummary;

it.each([
  ["confirmed", rankOf.early, ["notify", "begin"]],
  ["notified", rankOf.early, ["begin"]],
  ["notified", rankOf.cancelled, ["cancel"]],
  ["checking", rankOf.early, ["record"]],
  ["checking", rankOf.notFound, ["recordNotFound"]],
  ["signed", rankOf.early, ["feedback"]],
  ["fed-back", rankOf.early, ["publish"]],
  ["fed-back", rankOf.objected, ["object", "answer", "publish"]],
  ["handled", rankOf.unsigned, []],
  ["lapsed", rankOf.early, []],
] as const)("goes on in state %s, at rank %i, with %j", async (state, rank, expected) => {
  const { acts, officer: one } = officer();
  await nextAct(one, inspection(state, rank), ["533103-01"]);
  expect(acts).toEqual(expected);
});

it.each([
  ["confirmed", rankOf.early, { notify: "inspection/wrong-state", begin: "inspection/wrong-state" }],
  ["checking", rankOf.early, { record: "inspection/wrong-state" }],
  ["fed-back", rankOf.objected, { object: "objection/too-late", answer: "inspection/wrong-state" }],
] as const)(
  "takes it for no failure in state %s, at rank %i, that things moved meanwhile",
  async (state, rank, codes) => {
    await nextAct(officer(codes).officer, inspection(state, rank), ["533103-01"]);
  },
);

it("fails where an act is refused for what it is", async () => {
  const refusing = officer({ begin: "inspection/team-too-small" }).officer;
  await expect(nextAct(refusing, inspection("notified", rankOf.early), [])).rejects.toThrow("team-too-small");
});

it("is over at every end, a lapse too, and where a report that never comes is a breach twice over", () => {
  const over = inspectionState.options.filter((state) => isOver(inspection(state, rankOf.early)));
  expect(over).toEqual(["closed", "gone", "no-team", "lapsed", "cancelled"]);
  expect(isOver(inspection("handled", rankOf.unsigned, 2))).toBe(true);
  expect(isOver(inspection("handled", rankOf.unsigned, 1))).toBe(false);
});
