import type { ListedItem } from "@shuangsui/contracts";
import { createLogger } from "@shuangsui/service-kit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { engineOf } from "../engine.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { listContent, reasonOf } from "./content.ts";
import { stepFor } from "./rules.ts";
import { itemListId, startItemListWatch } from "./watch.ts";

const item = (code: string, changes: Partial<ListedItem> = {}): ListedItem => ({
  ...{ code, name: `事项${code}`, validFrom: "2020-01-01", validTo: null, inForceTo: null },
  ...{
    legalBasis: "《建筑法》第七条",
    subject: "芒市住房和城乡建设局",
    content: "施工许可",
    method: "现场检查",
  },
  targetKind: "entity",
  ...changes,
});
const contentOf = (items: readonly ListedItem[], today = "2026-09-28") => listContent("533103", items, today);

describe("what a list says (article 6)", () => {
  it("is each item with its basis, subject, content and method, and until when it is in force", () => {
    const { summary, sections, facts } = contentOf([item("A"), item("B", { inForceTo: "2026-12-31" })]);
    expect(summary).toBe("芒市住房和城乡建设局随机抽查事项清单（2 项）");
    expect(facts).toMatchObject({ authority: "533103", items: 2 });
    expect(sections.map(({ title }) => title)).toEqual(["1. 事项A（A）", "2. 事项B（B）"]);
    for (const said of [
      "《建筑法》第七条",
      "芒市住房和城乡建设局",
      "施工许可",
      "现场检查",
      "自 2020-01-01 起",
    ])
      expect(sections[0]?.text).toContain(said);
    expect(sections[1]?.text).toContain("至 2026-12-31 止");
  });

  it("is not what has ended: the day after its last day it is gone (article 8)", () => {
    const items = [item("A"), item("B", { inForceTo: "2026-09-28" })];
    expect(contentOf(items, "2026-09-28").sections).toHaveLength(2);
    expect(contentOf(items, "2026-09-29").sections.map(({ title }) => title)).toEqual(["1. 事项A（A）"]);
  });

  it("has several items in a section where it is long, and none is left out", () => {
    const codes = Array.from({ length: 250 }, (_, index) => `C${index + 1}`);
    const { sections } = contentOf(codes.map((code) => item(code)));
    expect(sections.length).toBeLessThanOrEqual(100);
    const text = sections.map((section) => `${section.title}\n${section.text}`).join("\n");
    for (const code of codes) expect(text).toContain(`（${code}）`);
  });

  it("says what is changed of it: new, changed, left out, but not what only has another number", () => {
    const before = contentOf([item("A"), item("B"), item("D")]);
    const after = contentOf([item("B", { method: "书面检查" }), item("C"), item("D")]);
    expect(reasonOf(null, before)).toBe("编制随机抽查事项清单");
    expect(reasonOf(before, after)).toBe(
      "随机抽查事项清单动态调整：新增 事项C（C）；修改 事项B（B）；取消 事项A（A）",
    );
  });
});

describe("what is to be done of a list (articles 6, 8)", () => {
  const [one, other, none] = [contentOf([item("A")]), contentOf([item("B")]), contentOf([])];
  it.each([
    ["none that never was", none, undefined, null],
    ["a first one", one, undefined, "open"],
    ["one that was opened and not handed in", one, { ready: null, published: null }, "content"],
    ["one that stands ready", one, { ready: one, published: null }, null],
    ["one that is changed before it is public", other, { ready: one, published: null }, "content"],
    ["one that is public", one, { ready: null, published: one }, null],
    ["one that is changed", other, { ready: null, published: one }, "renew"],
    ["one that is changed again", none, { ready: other, published: one }, "renew"],
    ["one that is as it was", one, { ready: other, published: one }, "drop"],
  ] as const)("%s", (_name, content, known, step) => {
    expect(stepFor(content, known)).toBe(step);
  });
});

describe("a list of what may be inspected at random", () => {
  let harness: DisclosureHarness;
  let items: ListedItem[] = [];
  let watch: ReturnType<typeof startItemListWatch>;
  const id = itemListId("533103");
  const read = () => harness.readPublic(`/api/v1/publications/${id}`);

  beforeAll(async () => {
    // Monday before National Day: five working days are 29, 30, then 8, 9 and the Saturday worked in exchange.
    harness = await startDisclosureHarness(new Date("2026-09-28T01:00:00Z"));
    const { client } = harness.environment;
    watch = startItemListWatch({
      frame: {
        database: harness.database,
        clock: harness.clock,
        logger: createLogger("test", "silent"),
        engine: engineOf(client),
      },
      registry: {
        async *itemList(authority) {
          if (authority === "533103") yield* items;
        },
      },
    });
    await watch.stop();
  }, 120_000);
  afterAll(() => harness.close());
  beforeEach(() => watch.once());

  it("is public by itself within five working days of when it is drawn up, each change of it beside what was public", async () => {
    // Given a list that is drawn up, and changed before its day
    items = [item("A")];
    expect(await watch.once()).toBe(1);
    expect(await watch.once()).toBe(0);
    items = [item("A"), item("B")];
    expect(await watch.once()).toBe(1);
    const lists = (as: string) => harness.ask("GET", "/api/v1/item-lists", { as });
    const ready = { reason: "编制随机抽查事项清单", dueAt: "2026-10-10T16:00:00.000Z" };
    const stands = { authority: "533103", publicationId: id, version: 0, ready };
    for (const as of ["533103", "533100"]) expect((await lists(as)).body).toEqual({ items: [stands] });
    expect((await lists("533102")).body).toEqual({ items: [] });
    await harness.skipTo(new Date("2026-10-10T15:59:00Z"));
    expect((await read()).status).toBe(404);
    // When its day has come, then it is public as it was last handed in.
    await harness.skipTo(new Date("2026-10-10T16:00:01Z"));
    const first = await until(read, ({ status }) => status === 200);
    expect(first.body).toMatchObject({
      kind: "item-list",
      title: "芒市住房和城乡建设局随机抽查事项清单（2 项）",
      versions: [{ by: "deadline", breach: false, content: contentOf(items) }],
    });
    // When it is changed twice, on the 12th and the 14th
    await harness.skipTo(new Date("2026-10-12T01:00:00Z"));
    items = [item("A")];
    expect(await watch.once()).toBe(1);
    await harness.skipTo(new Date("2026-10-14T01:00:00Z"));
    items = [item("A"), item("C")];
    expect(await watch.once()).toBe(1);
    // Then what was public stays so until the day of the first change, and is still there afterwards.
    await harness.skipTo(new Date("2026-10-19T15:59:00Z"));
    expect((await read()).body).toMatchObject({ version: 1 });
    await harness.skipTo(new Date("2026-10-19T16:00:01Z"));
    const second = await until(read, ({ body }) => body["version"] === 2);
    expect(second.body).toMatchObject({
      title: "芒市住房和城乡建设局随机抽查事项清单（2 项）",
      versions: [
        {
          reason: "随机抽查事项清单动态调整：新增 事项C（C）；取消 事项B（B）",
          content: contentOf(items),
        },
        { version: 1 },
      ],
    });
    // The inspection service owns none of it, and is told nothing.
    expect(harness.inspection.taken).toEqual([]);
  });

  it("is published before its day by an official, and a change that is taken back is not published", async () => {
    const { version } = (await read()).body as { version: number };
    items = [...items, item("E")];
    await watch.once();
    items = items.slice(0, -1);
    expect(await watch.once()).toBe(1);
    expect(await watch.once()).toBe(0);
    items = [...items, item("F")];
    await watch.once();
    expect((await read()).body).toMatchObject({ version });
    const publish = `/api/v1/publications/${id}/commands/publish`;
    expect((await harness.ask("POST", publish, { body: {} })).status).toBe(200);
    expect((await read()).body).toMatchObject({
      version: version + 1,
      versions: [{ by: "official" }, {}, {}],
    });
  });
});
