import type { PlanDetail } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Table, Tag } from "antd";
import { everyFilter } from "../calls/lists.ts";
import { useMay } from "../calls/session.tsx";
import { Card } from "../parts/page.tsx";
import { useItemNames } from "../registry/item-names.ts";
import { useTexts } from "../words/words.tsx";
import { differenceOf, type EntryDifference } from "./difference.ts";
import { entryText } from "./entry-text.ts";

const colors = { added: "success", changed: "processing", removed: "error" } as const;

/** What an adjustment that is not public yet changes of the plan in force (article 17). */
export function Adjusted({ plan: { entries, publishedEntries } }: { plan: PlanDetail }) {
  const { console } = useTexts();
  if (publishedEntries === null) return null;
  return (
    <Card title={console.plan.adjusted}>
      <EntryDifferences from={publishedEntries} to={entries} />
    </Card>
  );
}

/** What one version of a plan says otherwise than another. */
export function Differences({ from, to }: { from: PlanDetail; to: PlanDetail }) {
  const { words, console } = useTexts();
  const own = [
    [words.label.title, from.title, to.title],
    [console.plan.year, from.year, to.year],
  ] as const;
  return (
    <>
      {own
        .filter(([, before, after]) => before !== after)
        .map(([label, before, after]) => (
          <div key={label} className="written">
            {label}：<del>{before}</del> → <ins>{after}</ins>
          </div>
        ))}
      <EntryDifferences from={from.entries} to={to.entries} />
    </>
  );
}

type Entries = PlanDetail["entries"];

function EntryDifferences({ from, to }: { from: Entries; to: Entries }) {
  const { words, console } = useTexts();
  const labels: Readonly<Record<string, string>> = { ...console.field, ratios: console.plan.ratios };
  const textOf = useEntryText([...from, ...to]);
  const differences = differenceOf(from, to);
  if (differences.length === 0) return null;
  return (
    <Table<EntryDifference>
      rowKey="id"
      size="small"
      pagination={false}
      dataSource={differences}
      columns={[
        {
          title: words.label.state,
          dataIndex: "change",
          width: 90,
          render: (change: EntryDifference["change"]) => (
            <Tag color={colors[change]}>{console.plan.change[change]}</Tag>
          ),
        },
        { title: words.label.title, dataIndex: "title" },
        {
          title: console.inspection.facts,
          dataIndex: "fields",
          render: (fields: EntryDifference["fields"]) =>
            fields.map(({ name, from, to }) => (
              <div key={name}>
                {labels[name] ?? name}：<del>{textOf(name, from)}</del> → <ins>{textOf(name, to)}</ins>
              </div>
            )),
        },
      ]}
    />
  );
}

/** Says what a field of an entry is, with the names of items and filters: of those that were pinned in the entries, and those that there are. */
function useEntryText(entries: Entries): (name: string, value: unknown) => string {
  const texts = useTexts();
  const may = useMay();
  const item = useItemNames();
  const { data } = useQuery({
    ...everyFilter(),
    enabled: may("registry.read") && entries.some(({ scope }) => scope?.filter !== undefined),
  });
  const pinned = entries.flatMap(({ filtered }) => filtered ?? []);
  const filters = new Map([...(data ?? []), ...pinned].map(({ id, name }) => [id, name]));
  const filter = (id: string) => filters.get(id);
  return (name, value) => entryText({ [name]: value }, name, texts, { item, filter });
}
