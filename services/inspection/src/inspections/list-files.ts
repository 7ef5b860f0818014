import {
  groupedFiguresFileQuery,
  inspectionExportQuery,
  Problem,
  type FiguresBy,
  type groupedFigures,
  type InspectionColumn,
  type InspectionSummary,
} from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile, type Wording } from "@shuangsui/service-kit/list-files";
import { ServiceUnavailable } from "@shuangsui/service-kit";
import { dueText } from "@shuangsui/workdays";
import type { z } from "zod";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { figuresOfGroups } from "./figures.ts";
import type { Inspection } from "./lifecycle.ts";
import { listInspections, whose, type AfterRow, type TimesOf } from "./lists.ts";
import { onlyOfTeams } from "./sight.ts";
import { summaryOf } from "./views.ts";

const tags = ["inspections"];

/** The list of inspections as it is taken away: narrowed, ordered and with the columns as it was seen. */
export const inspectionsFile = (
  timesOf: TimesOf,
): ListFile<Work, z.output<typeof inspectionExportQuery>, InspectionSummary> => ({
  ...{ name: "inspections", tags, action: "inspection.read", query: inspectionExportQuery },
  kind: () => "inspection",
  columns: ({ columns }) =>
    columns.map((column) => ({
      heading: ({ inspectionColumn }) => inspectionColumn[column],
      cell: (one, wording) => cellOf(one, column, wording),
    })),
  async *rows(work, caller, { authority: asked, ...narrowed }) {
    const times = await timesOf(work, caller.authority);
    const whole = {
      ...narrowed,
      ...{ authorities: whose(caller.authority, asked), ofTeams: onlyOfTeams(caller) },
    };
    const pages = everyPage<Inspection, AfterRow>(
      (after, limit) => listInspections(work, { ...whole, after, limit }, times),
      (row) => ({ id: row.id, due: row.shown_due }),
    );
    for await (const page of pages) yield page.map((row) => summaryOf(row, [], times.now));
  },
});

/** What a cell says, in words. */
function cellOf(one: InspectionSummary, column: InspectionColumn, { words, authority, time }: Wording) {
  switch (column) {
    case "targetName":
    case "targetCode":
    case "workdaysLeft":
    case "breaches":
    case "territory":
      return one[column];
    case "targetKind":
      return words.targetKind[one.targetKind];
    case "riskClass":
      return one.riskClass === null ? null : words.riskClass[one.riskClass];
    case "authority":
      return authority(one.authority);
    case "state":
      return words.inspectionState[one.state];
    case "waitingFor":
      return words.inspectionWaiting[one.waitingFor];
    case "dueAt":
      return one.dueAt === null ? null : dueText(new Date(one.dueAt));
    case "origin":
      return words.inspectionOrigin[one.origin];
    case "kind":
      return words.inspectionKind[one.kind];
    case "outcome":
      return one.outcome === null ? null : words.inspectionOutcome[one.outcome];
    case "updatedAt":
      return time(one.updatedAt);
    default:
      return column satisfies never;
  }
}

type Group = z.output<typeof groupedFigures>["items"][number] & { name: string | null };
/** So many groups a file has at the most. */
const mostGroups = 5_000;

/** The figures of each authority, township, campaign, leader of a team or item, as they are taken away: how much each has to do, and how far it is. */
export const figuresFile = (
  timesOf: TimesOf,
  registry: NamesGroups,
): ListFile<Work, z.output<typeof groupedFiguresFileQuery>, Group> => ({
  ...{ name: "inspections/figures", tags, action: "figures.read", query: groupedFiguresFileQuery },
  kind: () => "inspection",
  columns: ({ by }) =>
    columnsOf({
      group: (one, { authority }) => (by === "authority" ? authority(one.key) : one.name),
      code: (one) => one.key,
      count: (one) => one.count,
      checked: (one) => one.checked,
      due: (one) => one.due,
      published: (one) => one.published,
      done: (one) => one.done,
      overdue: (one) => one.overdue,
      dueSoon: (one) => one.dueSoon,
      breaches: (one) => one.breaches,
    }),
  async *rows(work, { authority }, { by, authority: asked, campaign }) {
    const times = await timesOf(work, authority);
    const authorities = whose(authority, asked);
    const { items } = await figuresOfGroups(work, {
      ...{ by, authorities, campaign, ...times },
      most: mostGroups,
    });
    for (let from = 0; from < items.length; from += namesAtOnce) {
      const some = items.slice(from, from + namesAtOnce);
      const keys = some.map(({ key }) => key);
      const names = await namesOf(registry, authority, by, keys);
      yield some.map((one) => ({ ...one, name: one.title ?? names.get(one.key) ?? null }));
    }
  },
});

type NamesGroups = Pick<RegistryClient, "items" | "inspectorCard" | "townshipNames">;
const namesAtOnce = 20;

/** What townships, inspectors and items are called, as far as the registry tells. */
async function namesOf(
  registry: NamesGroups,
  authority: string,
  by: FiguresBy,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (by === "item") {
    const items = (await told(registry.items(authority, keys))) ?? [];
    return new Map(items.map(({ code, name }) => [code, name]));
  }
  if (by === "township") return (await told(registry.townshipNames(authority))) ?? new Map();
  if (by !== "lead") return new Map();
  const cards = await Promise.all(keys.map((key) => told(registry.inspectorCard(authority, key))));
  return new Map(
    cards.flatMap((card) => (card === undefined ? [] : [[card.id, `${card.name} · ${card.unit}`]])),
  );
}

/** A group whose name the registry does not tell stands by its code alone. */
const told = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof Problem || error instanceof ServiceUnavailable) return undefined;
    throw error;
  });
