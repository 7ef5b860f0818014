import {
  filledIn,
  nameOf,
  Problem,
  isProblemCode,
  type PlanPreview,
  type PlanRefusal,
} from "@shuangsui/contracts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Statistic, Table, Typography } from "antd";
import { useEffect, useState } from "react";
import { refusalOf } from "../calls/refused.ts";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Scrolled } from "../parts/page.tsx";
import { usePlannerWords } from "../words/planner.ts";
import { useTexts } from "../words/words.tsx";
import { CapsUsed } from "./caps-used.tsx";
import { percentOf } from "./percent.ts";
import type { previewable } from "./previewable.ts";
import { SharedTargets } from "./shared-targets.tsx";

type Entry = PlanPreview["entries"][number];
type Class = Entry["classes"][number]["riskClass"];
type OfAuthority = { authority: string; total: number } & Partial<Record<Class, number>>;

/** How long nothing is typed before what was typed is previewed, in milliseconds. */
const settlesMs = 800;

/** What a saved plan would come to with the registers as they stand (article 18). */
export function Preview({ id }: { id: string }) {
  const found = useQuery(asked("inspection", "getPlansByIdPreview", { params: { id } }));
  return <Loaded of={found}>{(preview) => <Previewed preview={preview} />}</Loaded>;
}

/** What a plan that somebody is writing would come to, as it stands in the form. */
export function DraftPreview({ body }: { body: ReturnType<typeof previewable> }) {
  const { preview: says } = usePlannerWords();
  const settled = useSettled(JSON.stringify(body ?? null));
  const draft = JSON.parse(settled) as typeof body | null;
  const found = useQuery({
    ...asked("inspection", "postPlanPreviews", { body: draft ?? { year: 2000, entries: [] } }),
    enabled: draft !== null,
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label={says.title} style={{ marginBlockStart: 16 }}>
      <Typography.Title level={3} style={{ fontSize: 16 }}>
        {says.title}
      </Typography.Title>
      {draft === null ? (
        <p>{says.incomplete}</p>
      ) : (
        <Loaded of={found}>{(preview) => <Previewed preview={preview} />}</Loaded>
      )}
    </section>
  );
}

function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), settlesMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Whom each entry draws and where, who suits, how much of the caps is used, what publishing would refuse, and what the public would read. */
function Previewed({ preview }: { preview: PlanPreview }) {
  const { preview: says } = usePlannerWords();
  return (
    <>
      <Refusals preview={preview} />
      <CapsUsed preview={preview} />
      {preview.entries.map((entry, index) => (
        <OneEntry
          key={entry.entryId}
          entry={entry}
          number={index + 1}
          most={preview.caps.frequency}
          hasVisitCap={preview.visitCap.perYear !== null}
        />
      ))}
      <details>
        <summary>{says.publicText}</summary>
        {preview.publicText === null ? (
          <p>{says.publicTextLater}</p>
        ) : (
          <article>
            <p>
              <strong>{preview.publicText.summary}</strong>
            </p>
            {preview.publicText.sections.map(({ title, text }) => (
              <section key={title}>
                <Typography.Title level={4} style={{ fontSize: 14 }}>
                  {title}
                </Typography.Title>
                <p style={{ whiteSpace: "pre-line" }}>{text}</p>
              </section>
            ))}
          </article>
        )}
      </details>
    </>
  );
}

/** What publishing would refuse: of which entry, and for which of its parts. */
function Refusals({ preview: { entries, refusals } }: { preview: PlanPreview }) {
  const texts = useTexts();
  const { console, language } = texts;
  const { preview: says } = usePlannerWords();
  const ofEntries = entries.flatMap((entry, index) =>
    entry.refusals.map((refusal) => ({
      where: filledIn(says.entry, { number: index + 1, title: entry.title }),
      refusal,
    })),
  );
  // What is wrong with one entry alone is said of it; the rest is wrong with all of them together.
  const ofAll = refusals
    .filter(({ code }) => !ofEntries.some(({ refusal }) => refusal.code === code))
    .map((refusal) => ({ where: says.wholePlan, refusal }));
  const all = [...ofAll, ...ofEntries];
  const labels: Readonly<Record<string, string>> = console.field;
  const partsOf = ({ errors = [] }: PlanRefusal) => [
    ...new Set(errors.flatMap(({ path }) => labels[path?.split("/")[3] ?? ""] ?? [])),
  ];
  if (all.length === 0)
    return <Alert type="success" showIcon title={console.plan.wouldPass} style={{ marginBlock: 12 }} />;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBlock: 12 }}
      title={console.plan.wouldRefuse}
      description={
        <ul>
          {all.map(({ where, refusal }) => (
            <li key={where + refusal.code}>
              {where}：
              {isProblemCode(refusal.code)
                ? refusalOf(new Problem(refusal.code), texts, language).title
                : refusal.code}
              {partsOf(refusal).length === 0 ? null : `（${partsOf(refusal).join(texts.words.comma)}）`}
            </li>
          ))}
        </ul>
      }
    />
  );
}

function OneEntry({
  entry,
  number,
  most,
  hasVisitCap,
}: {
  entry: Entry;
  number: number;
  most: number;
  hasVisitCap: boolean;
}) {
  const { words, console } = useTexts();
  const { caps, preview: says } = usePlannerWords();
  const nameOfAuthority = useAuthorityName();
  const { inspectors, alsoIn, byCategory, visits } = entry;
  const lacking = inspectors.holders.filter(({ count }) => count === 0);
  const skillName = ({ kind, skill }: (typeof inspectors.holders)[number]) =>
    nameOf(kind === "officer" ? words.officerType : words.specialty, skill);
  const visitsOf = (one: Class) => visits.find(({ riskClass }) => riskClass === one);
  return (
    <section>
      <Typography.Title level={3} style={{ fontSize: 15 }}>
        {filledIn(says.entry, { number, title: entry.title })}
      </Typography.Title>
      <div className="figures">
        <Statistic title={words.label.population} value={entry.population} />
        <Statistic title={console.plan.total} value={entry.total} />
        <Statistic
          title={caps.drawnBefore}
          value={filledIn(caps.times, { count: entry.drawnBefore, most })}
        />
        <Statistic title={console.plan.atVisitCap} value={entry.atVisitCap} />
        <Statistic title={console.plan.officers} value={inspectors.officers} />
        <Statistic title={console.plan.officerDays} value={entry.officerDays} />
      </div>
      <Typography.Paragraph type="secondary">{says.officerDaysRule}</Typography.Paragraph>
      {lacking.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={filledIn(console.plan.nobodyHolds, { skills: lacking.map(skillName).join(words.comma) })}
          style={{ marginBlockEnd: 12 }}
        />
      )}
      {alsoIn.map((shared) => (
        <SharedTargets key={shared.entryId} shared={shared} />
      ))}
      <Scrolled label={says.byClass}>
        <Table
          rowKey="riskClass"
          size="small"
          pagination={false}
          style={{ minWidth: 480 }}
          title={() => says.byClass}
          dataSource={[...entry.classes]}
          columns={[
            {
              title: words.label.riskClass,
              dataIndex: "riskClass",
              render: (one: Class) => words.riskClass[one],
            },
            { title: words.label.population, dataIndex: "population", align: "end" },
            { title: words.label.ratio, dataIndex: "ratio", align: "end", render: percentOf },
            { title: words.label.quota, dataIndex: "quota", align: "end" },
            ...(hasVisitCap
              ? (["atCap", "oneLeft", "free"] as const).map((part) => ({
                  title: caps[part],
                  key: part,
                  align: "end" as const,
                  render: (_: unknown, { riskClass }: Entry["classes"][number]) =>
                    visitsOf(riskClass)?.[part],
                }))
              : []),
          ]}
        />
      </Scrolled>
      {entry.byAuthority.length === 0 ? null : (
        <Scrolled label={says.byCounty}>
          <Table<OfAuthority>
            rowKey="authority"
            size="small"
            pagination={false}
            style={{ minWidth: 480 }}
            title={() => says.byCounty}
            dataSource={byCounty(entry)}
            columns={[
              { title: console.plan.county, dataIndex: "authority", render: nameOfAuthority },
              ...entry.classes.map(({ riskClass }) => ({
                title: words.riskClass[riskClass],
                dataIndex: riskClass,
                align: "end" as const,
              })),
              { title: words.label.population, dataIndex: "total", align: "end" },
            ]}
          />
        </Scrolled>
      )}
      {byCategory.length === 0 ? null : (
        <Table
          rowKey="category"
          size="small"
          pagination={false}
          title={() => says.byTrade}
          dataSource={[...byCategory]}
          columns={[
            {
              title: console.field.categories,
              dataIndex: "category",
              render: (category: string) => nameOf(words.category, category),
            },
            { title: words.label.population, dataIndex: "population", align: "end" },
          ]}
        />
      )}
      {inspectors.holders.length === 0 ? null : (
        <Table
          rowKey={({ kind, skill }) => `${kind}/${skill}`}
          size="small"
          pagination={false}
          title={() => says.suiting}
          dataSource={[...inspectors.holders]}
          columns={[
            { title: says.holding, key: "skill", render: (_: unknown, one) => skillName(one) },
            { title: says.persons, dataIndex: "count", align: "end" },
          ]}
        />
      )}
    </section>
  );
}

/** A row a county, with its targets of each class. */
function byCounty({ byAuthority }: Entry): OfAuthority[] {
  const rows = new Map<string, OfAuthority>();
  for (const { authority, riskClass, population } of byAuthority) {
    const row: OfAuthority = rows.get(authority) ?? { authority, total: 0 };
    row[riskClass] = population;
    row.total += population;
    rows.set(authority, row);
  }
  return [...rows.values()];
}
