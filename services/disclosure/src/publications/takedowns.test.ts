import {
  officialTakedownList,
  settingSources,
  takedownList,
  takedownNotice,
  type PublicationContent,
} from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { longestTerms, monthsAfter } from "../terms/rules.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { opened, saying, type Handling } from "../testing/publications.ts";

const day = 86_400_000;
const company = "芒市泰达建材有限公司";
let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"), "development");
}, 120_000);
afterAll(() => harness.close());

/** A result that is public in two versions, and tells of that outcome. */
async function published(outcome: string, authority = "533103"): Promise<Handling> {
  const now = (await harness.clock.now()).getTime();
  const one = await opened(harness, {
    dueAt: new Date(now + 5 * day).toISOString(),
    title: `${company}检查结果`,
    targetCode: "91533123XN00000017",
    authority,
  });
  const give = async (summary: string, revision: number) => {
    const told = saying(`${company}${summary}`);
    const content: PublicationContent = { ...told, facts: { ...told.facts, outcome, targetName: company } };
    const body = { content, reason: "检查报告已签发", revision };
    const answer = await command(one, "content", body);
    expect(answer.status).toBe(200);
  };
  await give("发现问题", 2);
  expect((await one.publish({ as: authority })).status).toBe(200);
  await give("已改正", 3);
  return one;
}
const command = ({ id, opening }: Handling, type: string, body: object, service = true) =>
  harness.ask("POST", `/api/v1/publications/${id}/commands/${type}`, {
    as: opening.authority,
    service,
    body,
  });
const html = async (path: string) => (await fetch(new URL(path, harness.portal))).text();
const api = async (path: string) => (await harness.readPublic(path)).body;
const takedowns = async () => takedownList.parse(await api("/api/v1/takedowns?limit=500")).items;

/** Nothing that is public says anything of it any more but that it was taken down. */
async function requireNoContent({ id }: Handling, cause: "term" | "repair"): Promise<void> {
  const notice = takedownNotice.parse(await api(`/api/v1/publications/${id}`));
  expect(notice).toMatchObject({ id, cause });
  expect(await takedowns()).toContainEqual(notice);
  const page = await html(`/publications/${id}`);
  expect(page).toContain("停止公示公告");
  const list = await html("/takedowns");
  expect(list).toContain(`/publications/${id}`);
  const found = JSON.stringify(await api(`/api/v1/publications?q=${encodeURIComponent(company)}`));
  expect(found).not.toContain(id);
  const home = await html(`/?q=${encodeURIComponent(company)}`);
  expect(home).not.toContain(id);
  for (const shown of [JSON.stringify(notice), page, list, JSON.stringify(await takedowns())])
    for (const said of [company, "91533123XN00000017", "发现问题", "已改正"])
      expect(shown).not.toContain(said);
}

describe("a result whose term is over (信用修复管理办法)", () => {
  it.each([
    ["problems-corrected", "minor"],
    ["no-problem", "ordinary"],
    ["not-cooperating", "serious"],
  ] as const)(
    "of %s is of the class %s, and taken down by itself, with all its versions",
    async (outcome, its) => {
      const one = await published(outcome);
      const { body } = await one.read();
      const end = monthsAfter(new Date(String(body["publishedAt"])), longestTerms[its]);
      expect(body).toMatchObject({ class: its, termEndsAt: end.toISOString(), version: 2 });
      expect(await html(`/publications/${one.id}`)).toContain("公示至");

      await harness.skipTo(new Date(end.getTime() - 60_000));
      await harness.sweepNow();
      expect(JSON.stringify((await one.read()).body)).toContain(company);

      await harness.skipTo(end);
      await harness.sweepNow();
      await until(
        async () => (await one.events()).at(-1),
        (last) => last === "taken-down",
      );
      await requireNoContent(one, "term");
    },
    60_000,
  );

  it("has the term that its authority has set, within what the rule allows", async () => {
    const url = "/api/v1/settings/publication-terms";
    const terms = { minor: 1, ordinary: 6, serious: 24, source: "州信用修复实施细则第5条" };
    const put = (body: object) => harness.ask("PUT", url, { as: "533124", body });
    expect((await harness.ask("GET", url, { as: "533124" })).body).toEqual(longestTerms);
    expect(await put({ ...terms, minor: 4 })).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    expect((await put(terms)).body).toEqual(terms);
    expect((await harness.ask("GET", url, { as: "533124" })).body).toEqual(terms);
    expect((await harness.ask("GET", url, { as: "533102" })).body).toEqual(longestTerms);
    const sourceOf = async (as: string) =>
      settingSources.parse((await harness.ask("GET", "/api/v1/settings", { as })).body).items[0];
    expect(await sourceOf("533124")).toMatchObject({ authority: "533124", since: expect.any(String) });
    expect(await sourceOf("533102")).toMatchObject({ authority: null, since: null });
    // Who has seen what stood before sets nothing over what stands now.
    expect(
      await harness.ask("PUT", url, { as: "533124", body: longestTerms, ifMatch: '"before"' }),
    ).toMatchObject({ status: 412, body: { code: "version/changed" } });
    const { body } = await (await published("no-problem", "533124")).read();
    const end = monthsAfter(new Date(String(body["publishedAt"])), 6);
    expect(body["termEndsAt"]).toBe(end.toISOString());
  });
});

describe("a result of a target whose credit is repaired (信用修复管理办法)", () => {
  const repair = { reason: `${company}信用修复决定书1号` };

  it("is taken down at once, and gets no content after that", async () => {
    const one = await published("problems-pending");
    expect((await command(one, "take-down", repair)).status).toBe(200);
    await requireNoContent(one, "repair");
    expect(await command(one, "take-down", repair)).toMatchObject({
      body: { code: "publication/wrong-state" },
    });
    expect((await one.content("又有内容", { revision: 9 })).body).toMatchObject({
      code: "publication/wrong-state",
    });
    await requireNoContent(one, "repair");
  });

  it("is listed with all that were taken down, the newest first, page by page", async () => {
    for (const outcome of ["problems-pending", "no-problem"])
      expect((await command(await published(outcome), "take-down", repair)).status).toBe(200);
    const all = await takedowns();
    const times = all.map(({ takenDownAt }) => takenDownAt);
    expect(times).toEqual(times.toSorted().toReversed());
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
      const page = takedownList.parse(await api(`/api/v1/takedowns?limit=1${after}`));
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(2);
    expect((await fetch(new URL("/takedowns?after=rubbish", harness.portal))).status).toBe(422);
  });

  it("is known to its officials by its title and the inspection still, and to no sibling's", async () => {
    const one = await published("problems-pending");
    expect((await command(one, "take-down", repair)).status).toBe(200);
    const of = async (as: string, query: string) => {
      const { body } = await harness.ask("GET", `/api/v1/takedowns?${query}`, { as });
      return officialTakedownList.parse(body).items.filter(({ id }) => id === one.id);
    };
    const known = { cause: "repair", title: one.opening.title, subjectId: one.opening.subjectId };
    expect(await of("533103", "cause=repair")).toMatchObject([known]);
    expect(await of("533100", "authority=533103")).toMatchObject([known]);
    expect(await of("533103", "cause=term")).toEqual([]);
    expect(await of("533102", "limit=500")).toEqual([]);
  });

  it("is taken down by a service alone, with a reason, where it is public; a plan never is", async () => {
    const one = await published("problems-pending");
    expect((await command(one, "take-down", repair, false)).status).toBe(403);
    expect((await command(one, "take-down", {})).status).toBe(422);
    const now = (await harness.clock.now()).getTime();
    const due = { dueAt: new Date(now + 5 * day).toISOString() };
    const refused = { body: { code: "publication/wrong-state" } };
    expect(await command(await opened(harness, due), "take-down", repair)).toMatchObject(refused);
    const plan = await opened(harness, { ...due, kind: "plan", title: "年度计划" });
    expect((await plan.content("计划")).status).toBe(200);
    expect((await plan.publish()).status).toBe(200);
    expect(await command(plan, "take-down", repair)).toMatchObject(refused);
    expect((await plan.read()).body).toMatchObject({ class: null, termEndsAt: null });
    expect((await one.read()).body).toMatchObject({ version: 2 });
  });
});
