import { inspectionCommands, planCommands, planDraft } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { fieldsOf } from "./shape.ts";
import { bodyOf } from "./values.ts";

describe("what a form sends", () => {
  it("is a body as its schema wants it, with what was left blank left out", () => {
    const values = {
      endedAt: "2026-10-12T15:30:00",
      conduct: { kind: "carried-out" },
      entries: [
        { itemCode: "533103-01", result: "pass", note: "" },
        { itemCode: "533103-02", result: "not-applicable", note: " 未开工 " },
      ],
      findings: [],
      target: { signed: true, by: "现场负责人", reason: undefined },
      recordings: [],
      gaps: undefined,
    };
    const body = bodyOf(fieldsOf(inspectionCommands.record), values);
    expect(inspectionCommands.record.parse(body)).toEqual(body);
    expect(body).toEqual({
      endedAt: "2026-10-12T07:30:00.000Z",
      conduct: { kind: "carried-out" },
      entries: [
        { itemCode: "533103-01", result: "pass" },
        { itemCode: "533103-02", result: "not-applicable", note: "未开工" },
      ],
      findings: [],
      target: { signed: true, by: "现场负责人" },
      recordings: [],
      gaps: [],
    });
  });

  it("names what must be named where it is blank", () => {
    const body = bodyOf(fieldsOf(inspectionCommands.feedback), { receivedBy: "", method: "public-notice" });
    expect(inspectionCommands.feedback.parse(body)).toEqual({ receivedBy: null, method: "public-notice" });
  });

  it("leaves out groups in which nothing stands, and keeps those in which something does", () => {
    const entry = {
      title: "资质抽查",
      items: ["533103-01"],
      scope: { targetKind: "entity", categories: [] },
      window: { from: "2027-03-01", to: "" },
      special: { documentNumber: undefined, approvedBy: "", filedOn: undefined },
      liftInspected: { reason: "" },
    };
    const body = bodyOf(fieldsOf(planDraft), { year: 2027, title: "计划", entries: [entry] });
    expect(body).toMatchObject({
      entries: [{ scope: { targetKind: "entity", categories: [] }, window: { from: "2027-03-01" } }],
    });
    expect(Object.keys((body["entries"] as object[])[0] ?? {})).not.toContain("special");
  });

  it.each([...Object.entries(inspectionCommands), ...Object.entries(planCommands)])(
    "can be made of the fields of %s",
    (_name, schema) => {
      expect(fieldsOf(schema)).toBeInstanceOf(Array);
    },
  );
});
