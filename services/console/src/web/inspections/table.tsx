import type { InspectionColumn, InspectionSummary } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Button, Empty, Table } from "antd";
import { asked } from "../calls/services.ts";
import { Failed } from "../parts/failed.tsx";
import { useInView } from "../parts/in-view.ts";
import { Paging } from "../parts/paging.tsx";
import { useTexts } from "../words/words.tsx";
import { useChosenColumns, useColumns } from "./columns.tsx";
import type { InspectionNarrowing } from "./search.ts";

/** One page of inspections, the most urgent first, each with its state, what it waits for and until when. */
export function InspectionTable({
  query,
  goOn,
  limit = 50,
  shown,
  selection,
}: {
  query: InspectionNarrowing;
  /** Leads on to the page that begins there; without it the first page is all. */
  goOn?: (after: string | undefined) => void;
  limit?: number;
  /** The columns; without it those that somebody has chosen in the list. */
  shown?: readonly InspectionColumn[];
  /** Which are chosen, where any may be. */
  selection?: { of: readonly InspectionSummary[]; select(rows: InspectionSummary[]): void };
}) {
  const { console } = useTexts();
  const inView = useInView();
  const [chosen] = useChosenColumns();
  const columns = useColumns(shown ?? chosen);
  const given = {
    query: {
      order: "due" as const,
      ...query,
      authority: inView ?? query.authority,
      limit: String(limit),
    },
  };
  const { data, error, isPending, refetch } = useQuery({
    ...asked("inspection", "getInspections", given as never),
    placeholderData: (before) => before,
  });
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  return (
    <>
      {selection === undefined ? null : (
        <Button
          type="link"
          className="no-print"
          onClick={() => selection.select([...(data?.items ?? [])])}
          disabled={(data?.items.length ?? 0) === 0}
        >
          {console.common.chooseAll}
        </Button>
      )}
      <Table<InspectionSummary>
        rowKey="id"
        size="middle"
        loading={isPending}
        dataSource={[...(data?.items ?? [])]}
        pagination={false}
        scroll={
          data?.items.length === 0
            ? {}
            : { x: columns.reduce((sum, { width }) => sum + (typeof width === "number" ? width : 160), 0) }
        }
        locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
        columns={columns}
        {...(selection === undefined
          ? {}
          : {
              rowSelection: {
                selectedRowKeys: selection.of.map(({ id }) => id),
                onChange: (_keys, rows: InspectionSummary[]) => selection.select(rows),
                // A box there would stand twice, for the row that measures the table has it too.
                columnTitle: console.common.choose,
                renderCell: (_checked, { targetName }, _index, box) => (
                  <label aria-label={targetName}>{box}</label>
                ),
              },
            })}
      />
      {goOn === undefined ? null : <Paging after={query.after} next={data?.next} goOn={goOn} />}
    </>
  );
}
