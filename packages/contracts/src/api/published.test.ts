import { describe, expect, test } from "vitest";
import { z } from "zod";
import { api, type Operation } from "./index.ts";

/** What an operation may answer, as a schema that is written out. */
const written = ({ answer, lines }: Operation) =>
  [answer, lines].flatMap((one) =>
    one === undefined ? [] : [JSON.stringify(z.toJSONSchema(one, { unrepresentable: "any", io: "output" }))],
  );

describe("the class that market supervision has for an enterprise is an input alone (article 21)", () => {
  const { getSnapshotTargets, getSnapshotItems } = api.registry;
  const published: [string, Operation][] = [
    ...Object.entries(api.disclosure),
    ...Object.entries(api.portal),
    ...Object.entries({ getSnapshotTargets, getSnapshotItems }),
  ];
  test.each(published)("no answer has a place for it: %s", (_id, operation) => {
    expect(written(operation).filter((schema) => /samrClass/.test(schema))).toEqual([]);
  });
  test("would be found where one had it", () => {
    expect(written(api.registry.getCreditRecords).join()).toMatch(/samrClass/);
  });
});
