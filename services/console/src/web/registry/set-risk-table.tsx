import { filledIn, riskInput, type RiskTable, type riskTableSet } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, InputNumber, Select, Space, Table } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { useDeed } from "../calls/deed.ts";
import { call, changed } from "../calls/services.ts";
import { FailedDeed } from "../parts/failed-deed.tsx";
import { useTexts } from "../words/words.tsx";
import { useRegistryWords } from "./registry-words.ts";

type Row = RiskTable["rows"][number];
type Given = Pick<RiskTable, "from" | "months" | "ground" | "rows">;
type Effect = z.infer<typeof riskTableSet>;

/** Another version of the rules of classes: how many targets would change theirs is shown first, and then it is set just so (article 21). */
export function SetRiskTable({ after }: { after: RiskTable }) {
  const { credit } = useRegistryWords();
  const says = credit.newTable;
  const queries = useQueryClient();
  const [isOpen, open] = useState(false);
  const [given, write] = useState<Given>({ from: "", months: after.months, ground: "", rows: after.rows });
  const run = useDeed({
    send: async (body: Given & { dryRun: boolean }) => {
      const answer = await call.registry.postRiskTable({ body });
      if (!body.dryRun) void changed(queries, "registry");
      return answer;
    },
  });
  // What was written since is not what is shown.
  const { dryRun = true, ...asked } = run.variables ?? {};
  const shown = run.isSuccess && JSON.stringify(asked) === JSON.stringify(given) ? run.data : undefined;
  const set = (change: Partial<Given>) => write((before) => ({ ...before, ...change }));
  const setRow = (index: number, change: Partial<Row>) =>
    set({ rows: given.rows.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  if (!isOpen) return <Button onClick={() => open(true)}>{says.title}</Button>;
  return (
    <Form
      layout="vertical"
      name="risk-table"
      disabled={run.isPending}
      onFinish={() => run.run({ ...given, dryRun: true })}
    >
      <Alert type="info" showIcon title={says.hint} style={{ marginBlockEnd: 12 }} />
      <Form.Item label={says.from} htmlFor="risk-table-from">
        <Input
          id="risk-table-from"
          type="date"
          required
          value={given.from}
          onChange={({ target }) => set({ from: target.value })}
        />
      </Form.Item>
      <Form.Item label={says.months} htmlFor="risk-table-months">
        <InputNumber
          id="risk-table-months"
          min={1}
          max={120}
          value={given.months}
          onChange={(months) => set({ months: months ?? 1 })}
        />
      </Form.Item>
      <Form.Item label={says.ground} htmlFor="risk-table-ground">
        <Input.TextArea
          id="risk-table-ground"
          required
          maxLength={1_000}
          value={given.ground}
          onChange={({ target }) => set({ ground: target.value })}
        />
      </Form.Item>
      {given.rows.map((row, index) => (
        // A row has no name but its place.
        <RowFields
          key={index}
          number={index + 1}
          row={row}
          set={(change) => setRow(index, change)}
          remove={() => set({ rows: given.rows.filter((_, at) => at !== index) })}
        />
      ))}
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <Button
          onClick={() =>
            set({
              rows: [
                ...given.rows.slice(0, -1),
                { riskClass: "C", of: "violations", atLeast: 1, without: [] },
                ...given.rows.slice(-1),
              ],
            })
          }
        >
          {says.add}
        </Button>
        <Button type="primary" htmlType="submit" loading={run.isPending && dryRun}>
          {says.preview}
        </Button>
      </Space>
      <FailedDeed deed={run} />
      {shown === undefined ? null : (
        <>
          <EffectOf of={shown} />
          <Button
            type="primary"
            loading={run.isPending}
            style={{ marginBlock: 12 }}
            onClick={() => run.run({ ...given, dryRun: false })}
          >
            {filledIn(says.set, { version: shown.table.version })}
          </Button>
        </>
      )}
    </Form>
  );
}

/** One row: its class, what it takes, and what there must be none of; the last takes nothing. */
function RowFields({
  number,
  row,
  set,
  remove,
}: {
  number: number;
  row: Row;
  set(change: Partial<Row>): void;
  remove(): void;
}) {
  const { words } = useTexts();
  const { credit } = useRegistryWords();
  const says = credit.newTable;
  const inputs = riskInput.options.map((value) => ({ value, label: credit.reasons[value] }));
  const labelled = (part: string) => filledIn(says.row, { row: number, part });
  return (
    <Space wrap style={{ marginBlockEnd: 8 }}>
      <Select
        aria-label={labelled(words.label.riskClass)}
        value={row.riskClass}
        style={{ width: 90 }}
        onChange={(riskClass) => set({ riskClass })}
        options={(["A", "B", "C", "D"] as const).map((value) => ({ value, label: words.riskClass[value] }))}
      />
      {row.of === null ? (
        credit.others
      ) : (
        <>
          <Select
            aria-label={labelled(credit.condition)}
            value={row.of}
            style={{ width: 220 }}
            onChange={(of) => set({ of })}
            options={inputs}
          />
          <InputNumber
            aria-label={labelled(says.count)}
            min={1}
            max={99}
            value={row.atLeast}
            style={{ width: 70 }}
            onChange={(atLeast) => set({ atLeast: atLeast ?? 1 })}
          />
          <Select
            aria-label={labelled(credit.without)}
            placeholder={credit.without}
            mode="multiple"
            value={[...row.without]}
            style={{ minWidth: 160 }}
            onChange={(without) => set({ without })}
            options={inputs}
          />
          <Button onClick={remove} aria-label={labelled(says.remove)}>
            {says.remove}
          </Button>
        </>
      )}
    </Space>
  );
}

/** How many targets would change their class, by kind and class. */
function EffectOf({ of: { targets, changes } }: { of: Effect }) {
  const { words } = useTexts();
  const { credit } = useRegistryWords();
  const says = credit.newTable;
  if (changes.length === 0) return <Alert type="success" title={filledIn(says.none, { targets })} />;
  return (
    <Table<Effect["changes"][number]>
      rowKey={({ kind, from, to }) => `${kind} ${from} ${to}`}
      size="small"
      pagination={false}
      title={() => filledIn(says.changed, { targets })}
      dataSource={[...changes]}
      columns={[
        {
          title: words.registryField.targetKind,
          dataIndex: "kind",
          render: (kind: Effect["changes"][number]["kind"]) => words.targetKind[kind],
        },
        {
          title: words.label.riskClass,
          render: (_: unknown, { from, to }) =>
            filledIn(says.change, { from: words.riskClass[from], to: words.riskClass[to] }),
        },
        { title: says.count, dataIndex: "count", align: "end" },
      ]}
    />
  );
}
