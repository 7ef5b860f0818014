import type { PlanDetail } from "@shuangsui/contracts";
import { Table, Tag } from "antd";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { differenceOf, type EntryDifference } from "./difference.ts";

const colors = { added: "success", changed: "processing", removed: "error" } as const;

/** What an adjustment that is not public yet changes of the plan in force (article 17). */
export function Adjusted({ plan: { entries, publishedEntries } }: { plan: PlanDetail }) {
  const { words, console } = useTexts();
  if (publishedEntries === null) return null;
  const labels: Readonly<Record<string, string>> = console.field;
  const text = (value: unknown): string =>
    value === undefined || value === null
      ? words.label.none
      : Array.isArray(value)
        ? value.map(text).join(words.comma)
        : typeof value === "object"
          ? Object.entries(value)
              .map(([name, one]) => `${labels[name] ?? name} ${text(one)}`)
              .join("；")
          : typeof value === "string"
            ? value
            : JSON.stringify(value);
  return (
    <Card title={console.plan.adjusted}>
      <Table<EntryDifference>
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={differenceOf(publishedEntries, entries)}
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
                  {labels[name] ?? name}：<del>{text(from)}</del> → <ins>{text(to)}</ins>
                </div>
              )),
          },
        ]}
      />
    </Card>
  );
}
