import { hash } from "node:crypto";
import { z } from "zod";
import { builderItems, testWitnesses } from "../e2e/builders.ts";
import type { Stack } from "../embedded/stack.ts";
import { sampleFiles } from "../sample/generate.ts";
import {
  approveLocalDraw,
  drawnCampaign,
  ok,
  publishedPlan,
  registerSample,
  windowFrom,
} from "../sample/officials.ts";
import { anybodyAt, personAt } from "../sample/people.ts";
import { authority } from "./callers.ts";

/** Of what requests are made up, beside what the documents say. */
export type Words = {
  /** The ids, codes and numbers by which there is something, by the collection it is in. */
  names: Readonly<Record<string, readonly string[]>>;
  /** Texts as people have them. */
  texts: readonly string[];
};

const listed = z.object({ items: z.array(z.looseObject({})) });

/** Lets there be something to ask about: registers, a published plan, and a campaign that is drawn. Gives what it is called. */
export async function seedStack({ endpoints, people }: Stack): Promise<Words> {
  const clerk = personAt(endpoints.registry, people, authority, "clerk");
  const official = personAt(endpoints.inspection, people, authority);
  await registerSample(clerk, authority);
  await approveLocalDraw(official);
  const now = new Date();
  const entries = ["甲", "乙"].map((name) => ({
    title: `抽查${name}`,
    items: builderItems,
    scope: { targetKind: "entity" as const, categories: ["builder"] },
    ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" },
  }));
  const plan = await publishedPlan(official, "年度执法检查计划", now, 30, entries);
  const entryId = plan.entries[0]?.id ?? "";
  await drawnCampaign(official, { planId: plan.id, entryId }, windowFrom(now, 20), testWitnesses);

  for (const title of ["甲计划", "乙计划", "丙计划"])
    ok(await official.post("/api/v1/plans", { year: now.getFullYear(), title, entries: [] }), "a draft");

  const superior = personAt(endpoints.inspection, people, "533100");
  const order = {
    subject: { kind: "authority", code: authority },
    text: "请报送工作情况",
    workdays: 5,
  };
  ok(await superior.post("/api/v1/supervision-orders", order), "a supervision order");

  const names: Record<string, string[]> = {
    entries: plan.entries.map(({ id }) => id),
    templates: ["items", "entities", "projects", "inspectors", "conflicts", "credit-records"],
  };
  const read = async (from: Pick<typeof official, "get">, collection: string) => {
    const { items } = listed.parse(ok(await from.get(`/api/v1/${collection}?limit=10`), collection));
    const named = items.flatMap(({ id, drawId, code, number }) => [id, drawId, code, number]);
    names[collection] = named.filter((one): one is string => typeof one === "string");
  };
  for (const collection of ["plans", "campaigns", "inspections", "supervision-orders", "calendar/notices"])
    await read(official, collection);
  for (const collection of [
    ...["items", "entities", "projects", "inspectors", "conflicts"],
    "credit-records",
    "imports",
  ])
    await read(clerk, collection);
  for (const collection of ["publications", "draws"]) await read(anybodyAt(endpoints.portal), collection);
  return { names, texts: textsOfSample() };
}

/** What stands in the cells of the sample's files, some of each column, as rules of form want it: codes, numbers, phones, names. */
function textsOfSample(): string[] {
  const files = Object.values(sampleFiles().get(authority) ?? {});
  const cells = files.flatMap((file) => {
    const [, ...rows] = file.split("\n").slice(0, 12);
    return rows.flatMap((row) => row.split(",")).filter((cell) => cell !== "" && !/["\r]/.test(cell));
  });
  return [...new Set([...cells, hash("sha256", "a file"), "2026-11-20", "2026-11-20T01:00:00.000Z", "0.01"])];
}
