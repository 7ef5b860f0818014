import type { PlanDetail } from "@shuangsui/contracts";
import { makeCreditCode, makePhone } from "../../sample/codes.ts";
import { sampleFiles } from "../../sample/generate.ts";
import { approveLocalDraw, publishedPlan } from "../../sample/officials.ts";
import { importFile } from "../../sample/imports.ts";
import { keyOf, personAt } from "../../sample/people.ts";
import type { Site } from "../site.ts";

/** The one item that a county's inspections look at. */
export const itemCodeOf = (county: string) => `${county}-01`;
/** How long plan and campaigns run, days. */
export const windowDays = 5;
/** Who witnesses its draws. */
export const witnesses = ["甲", "乙"].map((name) => ({
  name,
  unit: `见证单位${name}`,
  deviceSecret: name,
}));

/** Registers a county's builders, and publishes a plan that draws them once for each of these ratios. */
export async function planCounty(
  site: Site,
  builders: number,
  ratios: readonly string[],
): Promise<PlanDetail> {
  await registerCounty(site, builders);
  return planRegistered(site, ratios);
}

/** Registers a county's item, its inspectors and so many builders. */
export async function registerCounty({ endpoints, people, county }: Site, builders: number): Promise<void> {
  const clerk = personAt(endpoints.registry, people, county);
  const sample = sampleFiles().get(county);
  const files: Record<string, string> = {
    ...sample,
    "entities.csv": entitiesCsv(county, builders),
    "inspectors.csv": validNow(sample?.["inspectors.csv"] ?? ""),
  };
  for (const kind of ["items", "inspectors", "entities"] as const) {
    await importFile(clerk, kind, files[`${kind}.csv`] ?? "", keyOf("bench", county, kind));
  }
}

/** Publishes a plan that draws a county's builders once for each of these ratios. */
export async function planRegistered(
  { endpoints, people, county }: Site,
  ratios: readonly string[],
): Promise<PlanDetail> {
  const official = personAt(endpoints.inspection, people, county);
  await approveLocalDraw(official);
  const entries = ratios.map((ratio, i) => ({
    title: `建筑施工企业抽查${i + 1}`,
    items: [itemCodeOf(county)],
    scope: { targetKind: "entity" as const, categories: ["builder"] },
    ratios: { A: ratio, B: ratio, C: ratio, D: ratio },
  }));
  return publishedPlan(official, "年度执法检查计划", new Date(), windowDays, entries);
}

/** The inspectors with certificates that are valid today, whatever the sample's own years are. */
function validNow(inspectors: string): string {
  const year = new Date().getFullYear();
  return inspectors.replaceAll(/\d{4}-01-01,\d{4}-12-31/g, `${year - 1}-01-01,${year + 1}-12-31`);
}

function entitiesCsv(county: string, count: number): string {
  const head = "creditCode,name,address,legalRepresentative,category,contactName,contactPhone\n";
  const rows = Array.from({ length: count }, (_, i) => {
    const [code, phone] = [makeCreditCode(county, i), makePhone(i % 10_000)];
    return `${code},芒市样例${i + 1}建筑工程有限公司,芒市勐焕街道${i + 1}号,李岚屿,builder,王蘅禾,${phone}\n`;
  });
  return head + rows.join("");
}
