import { filledIn, type InspectionColumn, type InspectionSummary } from "@shuangsui/contracts";
import { useRouter } from "@tanstack/react-router";
import { Button, Empty, Table } from "antd";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { Failed } from "../parts/failed.tsx";
import { useLines, type Place } from "../parts/lines.ts";
import { useTexts } from "../words/words.tsx";
import { useColumns } from "./columns.tsx";
import type { ListPage } from "./pages.ts";
import type { InspectionNarrowing } from "./search.ts";
import { useCountOf, usePages } from "./use-pages.ts";

/** Where somebody left a list, by the entry of the browser's history: so many of them. */
const left = new Map<string, Place & { pages: readonly ListPage[] }>();
const mostLeft = 5;

/**
 * All inspections that a query finds, the most urgent first, however many: those near to where somebody looks stand in the page, the
 * next ones are read as they come near. Who comes back finds it where they left it.
 */
export function LongList({
  query,
  shown,
  selection,
}: {
  query: InspectionNarrowing;
  shown: readonly InspectionColumn[];
  selection: { of: readonly InspectionSummary[]; select(rows: readonly InspectionSummary[]): void };
}) {
  const { console } = useTexts();
  const columns = useColumns(shown);
  const router = useRouter();
  const entry = useRef(router.latestLocation.state.key ?? "");
  const before = useRef(left.get(entry.current)).current;
  const [pages, setPages] = useState<readonly ListPage[]>(before?.pages ?? []);
  const rows = useMemo(() => pages.flatMap(({ items }) => items), [pages]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const lines = useLines(ids, before);
  const failed = usePages(query, pages, setPages, lines);
  const count = useCountOf(query);

  const leave = useRef(() => {});
  leave.current = () => {
    left.delete(entry.current);
    left.set(entry.current, { pages, ...lines.place() });
    for (const oldest of [...left.keys()].slice(0, -mostLeft)) left.delete(oldest);
  };
  useLayoutEffect(() => {
    // The router is at the next entry already while this list still stands: its own is the one that was gone to last.
    const end = router.subscribe("onResolved", ({ toLocation }) => {
      entry.current = toLocation.state.key ?? "";
    });
    return () => {
      end();
      leave.current();
    };
  }, [router]);

  // The router brings back by pixels what it finds again by this, which it does not: lines of which it knows nothing may have come between.
  const [ownName] = useState(() => crypto.randomUUID());
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  const width = columns.reduce((sum, { width: own }) => sum + (typeof own === "number" ? own : 160), 56);
  const total =
    count === undefined
      ? ""
      : filledIn(count.isMore ? console.registry.countMore : console.registry.count, { count: count.number });
  return (
    <>
      <div className="row no-print">
        <Button type="link" onClick={() => selection.select(rows)} disabled={rows.length === 0}>
          {console.common.chooseAll}
        </Button>
        <span className="number">
          {total} {filledIn(console.common.readSoFar, { count: rows.length })}
        </span>
      </div>
      <div
        ref={lines.scroller}
        onScroll={lines.onScroll}
        className="long-list"
        data-scroll-restoration-id={ownName}
        role="group"
        aria-label={console.menu.inspections}
        tabIndex={0}
      >
        <div style={{ paddingBlockStart: lines.above, paddingBlockEnd: lines.below }}>
          <Table<InspectionSummary>
            rowKey="id"
            size="middle"
            tableLayout="fixed"
            style={rows.length === 0 ? {} : { minWidth: width }}
            loading={pages.length === 0 && failed === undefined}
            dataSource={rows.slice(lines.from, lines.to)}
            pagination={false}
            locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
            columns={columns.map((column) => ({
              width: 160,
              // A line that moves on shows the same: scrolling draws the new ones alone.
              shouldCellUpdate: (one, before) => one !== before,
              ...column,
            }))}
            rowSelection={{
              columnWidth: 56,
              selectedRowKeys: selection.of.map(({ id }) => id),
              preserveSelectedRowKeys: true,
              onChange: (keys) =>
                selection.select(
                  keys.flatMap(
                    (key) => byId.get(String(key)) ?? selection.of.find(({ id }) => id === key) ?? [],
                  ),
                ),
              columnTitle: console.common.choose,
              renderCell: (_checked, { targetName }, _index, box) => (
                <label aria-label={targetName}>{box}</label>
              ),
            }}
          />
        </div>
      </div>
      {failed === undefined ? null : (
        <Failed error={failed.error} title={console.failed.loadTitle} retry={() => void failed.refetch()} />
      )}
    </>
  );
}
