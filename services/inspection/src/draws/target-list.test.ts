import { opaqueId, writeTargets } from "@shuangsui/lottery";
import { describe, expect, it } from "vitest";
import { codesIn, TargetCollector } from "./target-list.ts";

const saltKey = "ab".repeat(32);
const codes = Array.from({ length: 30_000 }, (_, i) => `T${String(i).padStart(6, "0")}`);
const targets = codes.map((code) => ({ id: opaqueId(saltKey, code), stratum: "A", profile: "p1" }));

async function listed(count: number) {
  const collector = new TargetCollector();
  for (let i = 0; i < count; i += 1) collector.add(`${targets[i]?.id},A,p1`, codes[i] ?? "");
  return collector.list();
}

describe("the list of a draw's targets", () => {
  it.each([0, 1, 2, 300, 30_000])("of %d is the draw's file, to the byte", async (count) => {
    const { bytes, count: counted } = await listed(count);
    expect(counted).toBe(count);
    expect(Buffer.from(bytes).equals(Buffer.from(writeTargets(targets.slice(0, count))))).toBe(true);
  });

  it("lies in parts of whole lines, each with the code of every line", async () => {
    const list = await listed(30_000);
    expect(list.parts.length).toBeGreaterThan(2);
    let line = 1;
    for (const part of list.parts) {
      const lines = Buffer.from(part.bytes).toString().split("\n").slice(0, -1);
      expect(part).toMatchObject({ firstLine: line, lines: lines.length });
      expect(lines.map((one) => one.slice(0, 44))).toEqual(
        part.codes.split("\n").map((code) => opaqueId(saltKey, code)),
      );
      line += lines.length;
    }
    expect(line).toBe(30_001);
    expect(Buffer.concat(list.parts.map(({ bytes }) => bytes)).equals(Buffer.from(list.bytes))).toBe(true);
    const told = (await Array.fromAsync(codesIn(list))).flat();
    expect(told.toSorted()).toEqual(codes);
  });

  it("lets others have their turn while it is made", async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    await listed(30_000);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(10);
  });
});
