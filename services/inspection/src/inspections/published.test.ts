import type { PublicationNotice } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { ask, bodyOf, drawnModel } from "../testing/inspection-model.ts";

const startAt = new Date("2026-09-15T01:00:00Z");
const toSigned = ["confirm", "notify", "begin", "record", "sign", "path", "report", "sign"];

function after(...types: readonly string[]) {
  const model = drawnModel(startAt);
  for (const type of types) {
    model.now = new Date(model.now.getTime() + 3_600_000);
    ask(model, type, bodyOf(model, type));
  }
  return model;
}

const notice = (changes: Partial<PublicationNotice> = {}): PublicationNotice => ({
  kind: "result",
  subjectId: drawnModel(startAt).row.id,
  version: 1,
  publishedAt: "2026-09-21T16:00:01.000Z",
  by: "deadline",
  breach: false,
  ...changes,
});

describe("what disclosure tells of a result (article 30)", () => {
  it("is on record once, however often and in whatever order it is told", () => {
    const model = after(...toSigned, "feedback");
    ask(model, "published", notice());
    ask(model, "published", notice({ version: 3, by: "correction" }));
    const { events } = model;
    const known = events.length;
    for (const version of [1, 2, 3]) ask(model, "published", notice({ version, by: "correction" }));
    expect(events).toHaveLength(known);
    expect(events.slice(-2).map(({ type }) => type)).toEqual(["published", "version-published"]);
    expect(model.row).toMatchObject({ state: "published", published_version: 3 });
  });

  it("is a breach where the fact was published, counted once, and the result after it is the first", () => {
    const model = after(...toSigned);
    const fact = notice({ breach: true });
    ask(model, "published", fact);
    ask(model, "published", fact);
    expect(model.row).toMatchObject({ state: "signed", breaches: 1, published_version: 1 });
    ask(model, "feedback", bodyOf(model, "feedback"));
    ask(model, "published", notice({ version: 2, by: "correction" }));
    expect(model.row).toMatchObject({ state: "published", breaches: 1 });
    expect(model.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["fact-published", "published"]),
    );
  });

  it("leaves nothing owed that only a first publishing has", () => {
    const model = after(...toSigned, "feedback", "publish");
    ask(model, "published", notice());
    const owed = model.outbox.filter(({ ended }) => ended === null).map(({ deed }) => deed);
    expect(owed).toEqual(["identifyTarget", "openPublication", "giveContent"]);
  });
});
