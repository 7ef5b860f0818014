import { filledIn, type ImportDifference, type ImportView } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { Alert, Button, Popconfirm, Progress, Skeleton, Space, Statistic, Table } from "antd";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { Failed } from "../parts/failed.tsx";
import { FailedDeed } from "../parts/failed-deed.tsx";
import { FileButton } from "../parts/file-button.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** The sheets of a workbook that is read on with the one that is chosen. */
function Sheets({ id, sheets }: { id: string; sheets: readonly string[] }) {
  const { console } = useTexts();
  const queries = useQueryClient();
  const choice = useDeed({
    send: (sheet: string) => call.registry.postImportsByIdSheet({ params: { id }, body: { sheet } }),
    onSettled: () => changed(queries, "registry"),
  });
  return (
    <>
      <Space wrap>
        {console.imports.sheets}
        {sheets.map((sheet) => (
          <Button key={sheet} loading={choice.isPending} onClick={() => choice.run(sheet)}>
            {sheet}
          </Button>
        ))}
      </Space>
      <FailedDeed deed={choice} />
    </>
  );
}

const underWay: readonly ImportView["state"][] = ["reading", "applying"];

/** One import: what it would do, what is wrong in it, and what became of it. */
export function Import() {
  const { console } = useTexts();
  const { id } = useParams({ from: "/imports/$id" });
  const { data, error, refetch } = useQuery({
    ...asked("registry", "getImportsById", { params: { id } }),
    refetchInterval: ({ state }) =>
      state.data === undefined || underWay.includes(state.data.state) ? 1_000 : false,
  });
  if (data !== undefined) return <Shown of={data} />;
  if (error !== null)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  return <Skeleton active aria-label={console.common.loading} />;
}

function Shown({ of }: { of: ImportView }) {
  const { console } = useTexts();
  const queries = useQueryClient();
  const { id, state, counts, progress } = of;
  const params = { id };
  const act = useDeed({
    send: (step: "all" | "rows" | "cancel"): Promise<unknown> =>
      step === "cancel"
        ? call.registry.postImportsByIdCancel({ params, body: {} })
        : call.registry.postImportsByIdApply({ params, body: { mode: step } }),
    onSettled: () => changed(queries, "registry"),
  });
  const mayApply = state === "checked";
  return (
    <Page
      title={of.fileName ?? console.menu.imports}
      extra={
        <Space wrap>
          {mayApply ? (
            <>
              <Button
                type="primary"
                disabled={counts.refused > 0}
                loading={act.isPending}
                onClick={() => act.run("all")}
              >
                {console.imports.applyAll}
              </Button>
              {counts.refused > 0 ? (
                <Button loading={act.isPending} onClick={() => act.run("rows")}>
                  {console.imports.applyRows}
                </Button>
              ) : null}
            </>
          ) : null}
          {mayApply || state === "reading" ? (
            <Button onClick={() => act.run("cancel")}>{console.imports.cancel}</Button>
          ) : null}
          {state === "applying" ? (
            <Popconfirm
              title={of.mode === "rows" ? console.imports.cancelRows : console.imports.cancelAll}
              okText={console.imports.cancel}
              cancelText={console.imports.goOn}
              onConfirm={() => act.run("cancel")}
            >
              <Button>{console.imports.cancel}</Button>
            </Popconfirm>
          ) : null}
          {of.faults.length > 0 ? (
            <FileButton
              service="registry"
              path={`/api/v1/imports/${id}/workbook`}
              name={`${of.fileName ?? console.register[of.register]} ${console.imports.workbook}.xlsx`}
            >
              {console.imports.workbook}
            </FileButton>
          ) : null}
        </Space>
      }
    >
      <FailedDeed deed={act} />
      {of.refusal === null ? null : (
        <Alert
          type="error"
          showIcon
          title={of.refusal.title}
          description={
            of.refusal.sheets.length === 0 ? of.refusal.detail : <Sheets id={id} sheets={of.refusal.sheets} />
          }
          style={{ marginBlockEnd: 12 }}
        />
      )}
      {state === "cancelled" ? (
        <Alert
          type="info"
          showIcon
          title={
            counts.created + counts.changed === 0
              ? console.imports.nothingWritten
              : filledIn(console.imports.rowsStay, { rows: counts.created + counts.changed })
          }
          style={{ marginBlockEnd: 12 }}
        />
      ) : null}
      <Card>
        <div className="figures">
          <Statistic
            title={console.imports.state}
            value={console.imports.states[state]}
            // Words, on one line.
            styles={{ content: { fontSize: 18, lineHeight: "36px" } }}
          />
          <Statistic title={console.imports.created} value={counts.created} />
          <Statistic title={console.imports.changed} value={counts.changed} />
          <Statistic title={console.imports.unchanged} value={counts.unchanged} />
          <Statistic title={console.imports.refused} value={counts.refused} />
        </div>
        {underWay.includes(state) ? (
          <Progress
            aria-label={console.imports.state}
            percent={
              progress.of === null || progress.of === 0 ? 0 : Math.round((progress.rows / progress.of) * 100)
            }
            format={() => filledIn(console.imports.rowsRead, { rows: progress.rows })}
          />
        ) : null}
      </Card>
      {of.faults.length === 0 ? null : (
        <Card title={console.imports.faults}>
          <Table
            rowKey={({ row, column, message }) => `${row ?? ""} ${column ?? ""} ${message}`}
            size="small"
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            dataSource={[...of.faults]}
            columns={[
              { title: console.imports.row, dataIndex: "row", width: 90 },
              { title: console.imports.column, dataIndex: "column", width: 90 },
              { title: console.imports.problem, dataIndex: "message" },
            ]}
          />
          {of.moreRows > 0 ? <p>{filledIn(console.imports.moreRows, { rows: of.moreRows })}</p> : null}
        </Card>
      )}
      {of.differences.length === 0 ? null : <Differences key={state} id={id} />}
    </Page>
  );
}

/** What the rows of an import change, in pages: each field as it was and as it will be. */
function Differences({ id }: { id: string }) {
  const { console } = useTexts();
  const { after } = useSearch({ from: "/imports/$id" });
  const found = useQuery({
    ...asked("registry", "getImportsByIdDifferences", { params: { id }, query: { after, count: "true" } }),
    // What was told while it was under way is not all.
    refetchOnMount: "always",
    placeholderData: (before) => before,
  });
  return (
    <Card title={console.imports.differences}>
      <ListTable<ImportDifference>
        found={found}
        rowKey={({ row }) => String(row)}
        width={700}
        label={console.imports.differences}
        columns={[
          { title: console.imports.row, dataIndex: "row", width: 90 },
          { title: console.imports.entry, dataIndex: "entry" },
          {
            title: console.registry.changed,
            render: (_: unknown, { fields }) =>
              fields.map(({ field, heading, was, would }) => (
                <div key={field}>
                  {heading}：<del>{was}</del> → {would}
                </div>
              )),
          },
        ]}
      />
    </Card>
  );
}
