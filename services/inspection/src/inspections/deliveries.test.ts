import { inspectionKind } from "@shuangsui/workflows/inspection/contract";
import { describe, expect, it } from "vitest";
import { ask, bodyOf, deliver, drawnModel, owedNow, settle, wait } from "../testing/inspection-model.ts";
import { closed, inspectionDeliveries } from "./deliveries.ts";

const startAt = new Date("2026-09-15T01:00:00Z");

function afterAll(...types: readonly string[]) {
  const model = drawnModel(startAt);
  for (const type of types) {
    model.now = new Date(model.now.getTime() + 3_600_000);
    ask(model, type, bodyOf(model, type));
  }
  return model;
}
const toRecord = ["confirm", "notify", "begin", "record", "sign"];
const toFeedback = [...toRecord, "path", "report", "sign", "feedback"];

describe("what an inspection owes outside", () => {
  it("is what its workflow does, each by that name", () => {
    expect(Object.keys(inspectionDeliveries).toSorted()).toEqual([...inspectionKind.deeds].toSorted());
  });

  it("is refused for good by few codes, none of which says that the caller is unknown or a publication is missing", () => {
    const final = Object.entries(inspectionDeliveries).map(([deed, { final: codes }]) => [deed, codes]);
    expect(Object.fromEntries(final)).toEqual({
      identifyTarget: ["not-found"],
      tellTip: [],
      startAlternate: [],
      openPublication: ["publication/wrong-state", "publication/superseded"],
      moveDueTime: ["publication/wrong-state", "publication/superseded"],
      giveContent: ["publication/wrong-state", "publication/superseded"],
      publishEarly: ["publication/wrong-state"],
      askPublication: [],
      publishMissingRecord: ["publication/wrong-state", "publication/superseded"],
      publishWhy: ["publication/wrong-state", "publication/superseded"],
      enterCredit: [],
      repairCredit: [],
      takeDown: ["publication/wrong-state"],
    });
  });

  it("is handed over in its order: the publication, its contents, its publishing", () => {
    const model = afterAll(...toFeedback, "publish");
    expect(owedNow(model)).toEqual(["identifyTarget", "openPublication"]);
    deliver(model, "openPublication", false);
    expect(owedNow(model)).toEqual(["identifyTarget", "giveContent"]);
    deliver(model, "giveContent", false);
    expect(owedNow(model)).toEqual(["identifyTarget", "publishEarly"]);
  });

  it("is held up by no outage of another: the registry's hides no answer to an objection (article 30)", () => {
    const model = afterAll(...toFeedback, "object", "publish");
    for (const deed of ["openPublication", "giveContent", "publishEarly"] as const)
      deliver(model, deed, false);
    ask(model, "published", model.notices[0]);
    wait(model, new Date("2026-10-20T00:00:00Z"));
    deliver(model, "enterCredit", true);
    ask(model, "answer", bodyOf(model, "answer"));
    expect(owedNow(model)).toEqual(["identifyTarget", "enterCredit", "giveContent"]);
  });

  it("moves the day of publication with each step, and with the contents once there are any (articles 29, 30)", () => {
    const model = afterAll(...toRecord, "path", "report", "sign");
    deliver(model, "openPublication", false);
    expect(owedNow(model)).toEqual(["identifyTarget", "moveDueTime"]);
    ask(model, "feedback", bodyOf(model, "feedback"));
    expect(owedNow(model)).toEqual(["identifyTarget", "giveContent"]);
    deliver(model, "giveContent", false);
    expect(model.publication.due).toEqual(model.row.result_due);
  });

  it("is no publishing early of what is public already (article 30)", () => {
    const model = afterAll(...toFeedback, "publish");
    deliver(model, "openPublication", false);
    deliver(model, "giveContent", false);
    wait(model, model.row.result_due ?? startAt);
    ask(model, "published", model.notices[0]);
    // The window of objections is over as well by then.
    expect(owedNow(model)).toEqual(["identifyTarget", "enterCredit"]);
  });
});

describe("the credit record (article 31)", () => {
  it("has what came of the check, and closes the inspection", () => {
    const model = afterAll(...toFeedback);
    settle(model);
    expect(model.events.slice(-3)).toMatchObject([
      { type: "objections-closed", state: "published" },
      { type: "credited", state: "credited", facts: { credit: "violation-corrected" } },
      { type: "closed", state: "closed" },
    ]);
  });

  it("is left as it is by what the authority took back", () => {
    const { row } = drawnModel(startAt);
    expect(closed({ ...row, state: "published", outcome: "upheld" }, null, startAt)).toEqual({
      patch: { state: "closed" },
      events: [
        { type: "credit-withheld", state: "published", facts: { outcome: "upheld" } },
        { type: "closed" },
      ],
      documents: [],
    });
  });
});
