import type { VersionedKind } from "@shuangsui/contracts";
import { Table, Tag } from "antd";
import { useTexts } from "../words/words.tsx";
import { useFieldNames, useIsListed } from "./entry-fields.tsx";
import { FieldValue } from "./field-value.tsx";
import type { Row } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";

type Line = { name: string; one: unknown; other: unknown; differs: boolean };

/** By what each entry is known, of which no two have the same. */
const ofTheEntry: ReadonlySet<string> = new Set(["id", "creditCode", "code", "version", "updatedAt"]);

/** Two rows of a register field by field, beside one another, what differs first and marked. */
export function Compared({
  kind,
  one,
  other,
  titles,
}: {
  kind: VersionedKind;
  one: Row;
  other: Row;
  titles: readonly [one: string, other: string];
}) {
  const { console } = useTexts();
  const { compare } = useRegistryWords();
  const nameOf = useFieldNames();
  const isListed = useIsListed();
  const lines: Line[] = [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => isListed(name) && !ofTheEntry.has(name))
    .map((name) => ({
      ...{ name, one: one[name], other: other[name] },
      differs: JSON.stringify(one[name]) !== JSON.stringify(other[name]),
    }))
    .toSorted((a, b) => Number(b.differs) - Number(a.differs));
  return (
    <Table<Line>
      rowKey="name"
      size="small"
      pagination={false}
      tableLayout="fixed"
      className="anywhere"
      dataSource={lines}
      columns={[
        {
          title: console.versions.field,
          render: (_: unknown, { name, differs }) => (
            <>
              {nameOf(name)} {differs ? <Tag color="warning">{compare.differs}</Tag> : null}
            </>
          ),
        },
        ...(["one", "other"] as const).map((side, index) => ({
          title: titles[index],
          render: (_: unknown, line: Line) => {
            const value = <FieldValue kind={kind} name={line.name} value={line[side]} />;
            return line.differs ? <strong>{value}</strong> : value;
          },
        })),
      ]}
    />
  );
}
