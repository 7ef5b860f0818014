import { api } from "@shuangsui/contracts";
import type { People } from "../../packages/service-kit/src/testing/issuer.ts";
import { setTimeout as pause } from "node:timers/promises";
import { checkPortal } from "./check-portal.ts";
import { authorities } from "./authorities.ts";
import { demonstrateMember } from "./demonstration.ts";
import { deviceSecrets } from "./devices.ts";
import {
  approveLocalDraw,
  dayOf,
  enterNotice,
  drawnCampaign,
  officerAt,
  publishedPlan,
  registerSample,
  windowFrom,
  type EntryAbout,
} from "./officials.ts";
import { bringLists } from "./lists.ts";
import { madeUpHoliday, waterFestival2025 } from "./notices.ts";
import { nextActOrdered, orderInspections } from "./ordered.ts";
import { keyOf, personAt } from "./people.ts";
import { orderSupervision } from "./supervision.ts";
import { beginCheck, isOver, nextAct } from "./ways.ts";

/** Where the services are. */
export type MainJobEndpoints = { identity: string; registry: string; inspection: string; portal: string };

export type MainJobOptions = {
  /** By whom its people are signed in. */
  people: People;
  /** Whether identity is the stack's own, and has the demonstration's accounts. */
  hasDemoAccounts?: boolean;
  log(line: string): void;
  signal: AbortSignal;
  /** Where the witnesses' devices keep their secrets. */
  folder: string;
};

const county = "533103";
const planTitle = "芒市2026年度“双随机”执法检查计划";
const entries: EntryAbout[] = [
  {
    title: "建筑施工企业资质条件抽查",
    items: ["533103-01"],
    scope: { targetKind: "entity", categories: ["builder"] },
    ratios: { A: "0.03", B: "0.06", C: "0.12", D: "0.2" },
  },
  {
    title: "在建工程施工许可和发包承包行为抽查",
    items: ["533103-08"],
    scope: { targetKind: "project", categories: [] },
    ratios: { A: "0.05", B: "0.1", C: "0.2", D: "0.3" },
    // To the end of the year: what is left in flight stays so for a while.
    windowDays: 366,
  },
];
/** How far the second campaign is brought before it is left in flight. */
const secondGoesOnUntil = { checks: 2 };

/**
 * The main job: a county's campaign from its registries and its plan to its publications and its revealed draw,
 * through the public APIs, as clerks, officials, witnesses and officers would; then a second campaign, left in
 * flight. Run again, it goes on where things stand. @throws Error where an answer is not the one hoped for
 */
export async function runMainJob(
  endpoints: MainJobEndpoints,
  { people, hasDemoAccounts = false, log, signal, folder }: MainJobOptions,
): Promise<void> {
  const official = personAt(endpoints.inspection, people, county, "mangshi-official");
  const now = async () => {
    const { clock } = await official.at(api.inspection).getInspectionsCounts();
    return new Date(clock.now);
  };
  const say = async (line: string) => log(`[${dayOf(await now())}] ${line}`);

  for (const { code } of authorities) {
    const clerk = personAt(endpoints.registry, people, code, "clerk");
    const rows = await registerSample(clerk, code);
    await bringLists(clerk, code);
    log(`registered ${rows} rows of ${code}`);
    if (signal.aborted) return;
  }
  await enterNotice(personAt(endpoints.inspection, people, "533100", "dehong-official"), waterFestival2025);
  await approveLocalDraw(official);
  const plan = await publishedPlan(official, planTitle, await now(), 75, entries);
  await say(`the plan is published: ${planTitle}`);

  const [secretA, secretB] = deviceSecrets(folder);
  const witnesses = [
    { name: "见证人甲", unit: "芒市司法局", deviceSecret: secretA },
    { name: "见证人乙", unit: "芒市建筑业协会", deviceSecret: secretB },
  ];
  const campaignOf = async (index: number) => {
    const entry = plan.entries[index];
    if (entry === undefined) throw new Error("the plan lacks an entry");
    const window = { from: windowFrom(await now(), 0).from, to: entry.window?.to ?? "" };
    return drawnCampaign(official, { planId: plan.id, entryId: entry.id }, window, witnesses);
  };
  const officer = officerAt(official, now);

  /** Somebody of a team of that campaign, whose work the demonstration's officer has from then on. */
  const demonstrate = async (campaignId: string) => {
    const [one] = await officer.all(campaignId);
    if (!hasDemoAccounts || one === undefined) return;
    const lead = (await officer.read(one.id)).team.find((member) => member.lead);
    const administrator = personAt(endpoints.identity, people, county, keyOf("administrator", county));
    if (lead !== undefined) await demonstrateMember(administrator, county, "officer", lead.inspectorId);
  };

  const first = await campaignOf(0);
  await demonstrate(first.id);
  await say(`drawn by lot: ${first.inspections} inspections of ${entries[0]?.title ?? ""}`);
  const items = entries[0]?.items ?? [];
  const window = plan.entries[0]?.window ?? windowFrom(await now(), 75);
  const ordered = await orderInspections(official, county, items, window, await now());
  await say(`ordered without a draw: ${ordered.map(({ origin }) => origin).join(", ")}`);
  // Announced while deadlines run, so that each that is open moves.
  const holiday = madeUpHoliday(dayOf(await now()));
  await enterNotice(official, holiday);
  await say(`a local holiday is announced, and moves the open deadlines: ${holiday.name}`);
  for (let told = ""; !signal.aborted;) {
    const inspections = await officer.all(first.id);
    await Promise.all(inspections.map((one) => nextAct(officer, one, items)));
    const at = await now();
    const others = await Promise.all(
      ordered.map(({ id }) => nextActOrdered(official, officer, id, items, at)),
    );
    const line = progressOf([...inspections, ...others]);
    if (line !== told) await say((told = line));
    if ([...inspections, ...others].every(isOver)) break;
    await pause(300, undefined, { signal }).catch(() => undefined);
  }
  if (signal.aborted) return;
  await say("nothing is left to do at these inspections; waiting for the draw to reveal itself");
  const verified = await checkPortal(endpoints.portal, first.draw.drawId, signal);
  if (signal.aborted) return;
  await say(`the draw is revealed and verifies: ${verified} checks passed`);

  const second = await campaignOf(1);
  await demonstrate(second.id);
  const prefecture = personAt(endpoints.inspection, people, "533100", "dehong-official");
  await orderSupervision(prefecture, official, { campaignId: second.id, authority: county });
  await say("the prefecture orders supervision at the second campaign, and at all of the county's work");
  while (!signal.aborted) {
    const inspections = (await officer.all(second.id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const ahead = inspections.slice(0, secondGoesOnUntil.checks);
    const before = ahead.filter(({ state }) => ["drawn", "confirmed", "notified"].includes(state));
    if (before.length === 0) {
      const standing = inspections.every(isOver) ? "is over" : "is in flight";
      return say(`the second campaign ${standing}: ${entries[1]?.title ?? ""}, ${progressOf(inspections)}`);
    }
    for (const one of before) if (one.state !== "drawn") await beginCheck(officer, one);
    await pause(300, undefined, { signal }).catch(() => undefined);
  }
}

function progressOf(inspections: readonly { state: string; breaches: number }[]): string {
  const count = (...states: string[]) => inspections.filter((one) => states.includes(one.state)).length;
  const [early, notHeld] = [
    count("drawn", "confirmed", "notified"),
    count("gone", "no-team", "cancelled", "lapsed"),
  ];
  const checked = inspections.length - early - count("checking") - notHeld;
  const breaches = inspections.reduce((sum, one) => sum + one.breaches, 0);
  return `${inspections.length} inspections: ${count("drawn")} in recusal, ${count("checking")} under check, ${checked} checked, ${count("fed-back")} fed back, ${count("published", "credited", "closed")} published, ${notHeld} not held, ${breaches} breaches`;
}
