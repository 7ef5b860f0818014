import { wordsOf } from "@shuangsui/contracts";
import { zh as consoleZh } from "@shuangsui/contracts/console-words/zh";
import { zh } from "@shuangsui/contracts/words/zh";
import { expect, it } from "vitest";
import { factTexts, stuckText } from "./facts.ts";

const since = "2026-10-08T01:30:00.000Z";
const texts = { words: zh, console: consoleZh };

it("a cause gives a refusal's own words, and the code alone of what nobody foresaw", () => {
  const causes = ["registry/version-conflict", "ECONNRESET"].map((code) => ({
    kind: "deed" as const,
    name: "enterCredit",
    code,
    since,
  }));
  const late = { kind: "time" as const, name: "time", code: "unanswered", since };
  expect([...causes, late].map((cause) => stuckText("inspection", cause, texts, "zh"))).toEqual([
    "信用归集受阻：对方答复：记录已被他人修改，请刷新后重试（自 2026-10-08 09:30 起）",
    "信用归集受阻：出现意外错误（代码 ECONNRESET）（自 2026-10-08 09:30 起）",
    "到期自动处理受阻：流程引擎没有应答（自 2026-10-08 09:30 起）",
  ]);
});

it("a cause is told in English to whoever reads English", () => {
  const english = { words: wordsOf("en"), console: consoleZh };
  const cause = { kind: "deed" as const, name: "enterCredit", code: "registry/version-conflict", since };
  expect(stuckText("inspection", cause, english as never, "en")).not.toMatch(/\p{Script=Han}/u);
});

it("facts name members and reviewers, and leave out ids of which no name is known", () => {
  const [reviewer, other] = ["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"];
  const names = {
    member: (number: number) => `${number} 号 线某`,
    account: (id: string) => (id === reviewer ? "刀某（复核人）" : undefined),
  };
  const said = (facts: Record<string, string | number>) =>
    factTexts(facts, { ...texts, language: "zh" }, names);
  expect(said({ number: 7, officers: "7,12", reviewer })).toEqual([
    "人员编号：7 号 线某",
    "执法人员：7 号 线某、12 号 线某",
    "复核人：刀某（复核人）",
  ]);
  expect(said({ reviewer: other, findings: 2 })).toEqual(["问题数：2"]);
});
