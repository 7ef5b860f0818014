import { filledIn } from "@shuangsui/contracts";
import type { UseQueryResult } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Empty, Grid, Table, type TableProps } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../words/words.tsx";
import { Failed } from "./failed.tsx";
import { Scrolled } from "./page.tsx";
import { Paging } from "./paging.tsx";

type ListPage<Row> = {
  items: readonly Row[];
  next: string | null;
  count?: { number: number; isMore: boolean } | undefined;
};

/**
 * A page of a list, counted where that was asked, with the way to its other pages. A column with a `sorter` sorts the list by its key, as
 * the address says then.
 */
export function ListTable<Row extends object>({
  found: { data, error, isPending, refetch },
  rowKey,
  columns,
  width,
  empty,
  detail,
  label,
  countFully,
}: {
  found: Pick<UseQueryResult<ListPage<Row>>, "data" | "error" | "isPending" | "refetch">;
  rowKey: string | ((row: Row) => string);
  columns: NonNullable<TableProps<Row>["columns"]>;
  /** In pixels: where there is less room it is scrolled sideways. */
  width: number;
  empty?: string;
  /** What is shown below a row once it is unfolded. */
  detail?: (row: Row) => ReactNode;
  /** What it is called, where nothing in its rows can be pressed: whoever has no mouse scrolls it by its keys. */
  label?: string;
  /** What stands in the place of how many there are, where that is more than is counted at once. */
  countFully?: (moreThan: number) => ReactNode;
}) {
  const { console } = useTexts();
  const sort = useSearch({ strict: false, select: ({ sort: sortedBy }) => sortedBy });
  const navigate = useNavigate();
  // Columns of which nothing stands in any are no reason to scroll.
  const isNarrow = Grid.useBreakpoint().md === false;
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  const orderOf = (key: unknown) => (sort === key ? "ascend" : sort === `-${String(key)}` ? "descend" : null);
  const table = (
    <Table<Row>
      rowKey={rowKey}
      loading={isPending}
      dataSource={[...(data?.items ?? [])]}
      pagination={false}
      {...(detail === undefined
        ? {}
        : { expandable: { expandedRowRender: detail, columnTitle: console.common.detail } })}
      {...(data?.items.length === 0
        ? { showHeader: !isNarrow }
        : label === undefined
          ? { scroll: { x: width } }
          : { style: { minWidth: width } })}
      locale={{ emptyText: <Empty description={empty ?? console.common.emptyFiltered} /> }}
      columns={columns.map((column) =>
        column.sorter === true ? { ...column, sortOrder: orderOf(column.key) } : column,
      )}
      onChange={(_pages, _filters, sorter) => {
        const { order = null, columnKey } = Array.isArray(sorter) ? {} : sorter;
        const sortedBy = order === null ? undefined : `${order === "descend" ? "-" : ""}${String(columnKey)}`;
        void navigate({
          to: ".",
          search: (before) => ({ ...before, after: undefined, sort: sortedBy }),
        });
      }}
    />
  );
  return (
    <>
      {label === undefined ? table : <Scrolled label={label}>{table}</Scrolled>}
      <Paging next={data?.next}>
        {data?.count === undefined ? null : data.count.isMore && countFully !== undefined ? (
          countFully(data.count.number)
        ) : (
          <span>
            {filledIn(data.count.isMore ? console.registry.countMore : console.registry.count, {
              count: data.count.number,
            })}
          </span>
        )}
      </Paging>
    </>
  );
}

/** What a line of a list is called, which opens it beside the list. */
export function OpensEntry({ open, children }: { open(): void; children: ReactNode }) {
  return (
    <Button
      type="link"
      className="name"
      style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "start" }}
      onClick={open}
    >
      {children}
    </Button>
  );
}
