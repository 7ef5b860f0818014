import { filledIn, isProblemCode, nameOf, problemEntry, type planPreview } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Alert, Skeleton, Statistic, Table, Typography } from "antd";
import type { z } from "zod";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { useTexts } from "../words/words.tsx";

type Entry = z.infer<typeof planPreview>["entries"][number];
type Class = Entry["classes"][number]["riskClass"];
type OfAuthority = { authority: string; total: number } & Partial<Record<Class, number>>;

/** What each entry would come to with the registers as they stand: whom it draws and where, who suits, and what publishing would refuse (article 18). */
export function Preview({ id }: { id: string }) {
  const { console, language } = useTexts();
  const { data, error, refetch } = useQuery(asked("inspection", "getPlansByIdPreview", { params: { id } }));
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const refusals = [...data.refusals, ...data.entries.flatMap((entry) => entry.refusals)];
  return (
    <>
      {refusals.length === 0 ? (
        <Alert type="success" showIcon title={console.plan.wouldPass} style={{ marginBlock: 12 }} />
      ) : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBlock: 12 }}
          title={console.plan.wouldRefuse}
          description={
            <ul>
              {refusals.map(({ code, detail }) => (
                <li key={code + (detail ?? "")}>
                  {isProblemCode(code) ? problemEntry(code)[language] : code}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {data.entries.map((entry) => (
        <OneEntry key={entry.entryId} entry={entry} />
      ))}
    </>
  );
}

function OneEntry({ entry }: { entry: Entry }) {
  const { words, console } = useTexts();
  const nameOfAuthority = useAuthorityName();
  const { inspectors, alsoIn, byCategory } = entry;
  const lacking = inspectors.holders.filter(({ count }) => count === 0);
  const skillName = ({ kind, skill }: (typeof inspectors.holders)[number]) =>
    nameOf(kind === "officer" ? words.officerType : words.specialty, skill);
  return (
    <section>
      <Typography.Title level={3} style={{ fontSize: 15 }}>
        {entry.title}
      </Typography.Title>
      <div className="figures">
        <Statistic title={words.label.population} value={entry.population} />
        <Statistic title={console.plan.total} value={entry.total} />
        <Statistic title={console.plan.atVisitCap} value={entry.atVisitCap} />
        <Statistic title={console.plan.officers} value={inspectors.officers} />
        <Statistic title={console.plan.officerDays} value={entry.officerDays} />
      </div>
      {lacking.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={filledIn(console.plan.nobodyHolds, { skills: lacking.map(skillName).join(words.comma) })}
          style={{ marginBlockEnd: 12 }}
        />
      )}
      {alsoIn.map(({ entryId, title, population }) => (
        <Alert
          key={entryId}
          type="info"
          showIcon
          title={filledIn(console.plan.alsoIn, { title, population })}
          style={{ marginBlockEnd: 12 }}
        />
      ))}
      <Table
        rowKey="riskClass"
        size="small"
        pagination={false}
        dataSource={[...entry.classes]}
        columns={[
          { title: words.label.riskClass, dataIndex: "riskClass" },
          { title: words.label.population, dataIndex: "population", align: "end" },
          { title: words.label.ratio, dataIndex: "ratio", align: "end" },
          { title: words.label.quota, dataIndex: "quota", align: "end" },
        ]}
      />
      {entry.byAuthority.length === 0 ? null : (
        <Table<OfAuthority>
          rowKey="authority"
          size="small"
          pagination={false}
          scroll={{ x: 480 }}
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
      )}
      <Typography.Paragraph type="secondary" style={{ marginBlockStart: 8 }}>
        {[
          ...byCategory.map(
            ({ category, population }) => `${nameOf(words.category, category)} ${population}`,
          ),
          ...inspectors.holders.map((one) => `${skillName(one)} ${one.count}`),
        ].join(words.comma)}
      </Typography.Paragraph>
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
