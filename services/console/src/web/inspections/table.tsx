import type { InspectionSummary } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Badge, Empty, Grid, Skeleton, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { Failed } from "../parts/failed.tsx";
import { useInView } from "../parts/in-view.ts";
import { DueAt } from "../parts/left.tsx";
import { useTexts } from "../words/words.tsx";
import { useChosenColumns, useColumns } from "./columns.tsx";
import type { InspectionNarrowing } from "./search.ts";

/** The first inspections of a list, the most urgent first, each with its state, what it waits for and until when; to the others it leads. */
export function InspectionTable({
  query,
  limit,
  empty,
}: {
  query: InspectionNarrowing;
  limit: number;
  /** What is said where there is none; of a list that somebody has narrowed unless told. */
  empty?: string;
}) {
  const { console } = useTexts();
  const none = empty ?? console.common.emptyFiltered;
  const inView = useInView();
  const [chosen] = useChosenColumns();
  const columns = useColumns(chosen);
  const given = {
    query: {
      order: "due" as const,
      ...query,
      authority: inView ?? query.authority,
      limit: String(limit),
    },
  };
  const narrow = Grid.useBreakpoint().md === false;
  const { data, error, isPending, refetch } = useQuery({
    ...asked("inspection", "getInspections", given as never),
    placeholderData: (before) => before,
  });
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  const table = narrow ? (
    <NarrowList inspections={data?.items} none={none} />
  ) : (
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
      locale={{ emptyText: <Empty description={none} /> }}
      columns={columns}
    />
  );
  return (
    <>
      {table}
      {(data?.next ?? null) === null ? null : (
        <p>
          <Link to="/inspections" search={query}>
            {console.board.allOfThem}
          </Link>
        </p>
      )}
    </>
  );
}

/** The same on a phone: each with the step that is waited for, and how many days are left. */
function NarrowList({
  inspections,
  none,
}: {
  inspections: readonly InspectionSummary[] | undefined;
  none: string;
}) {
  const { words, console } = useTexts();
  if (inspections === undefined) return <Skeleton active aria-label={console.common.loading} />;
  if (inspections.length === 0) return <Empty description={none} />;
  return (
    <ul className="narrow-list">
      {inspections.map((one) => (
        <li key={one.id}>
          <Link to="/inspections/$id" params={{ id: one.id }} className="name">
            {one.targetName}
          </Link>
          {one.stuck.length > 0 ? <Tag color="error">{words.left.stuck}</Tag> : null}
          <div>
            <Badge status={one.overdue ? "error" : "processing"} text={words.inspectionState[one.state]} />
          </div>
          {one.waitingFor === "nothing" ? null : <div>{words.inspectionWaiting[one.waitingFor]}</div>}
          {one.dueAt === null ? null : <DueAt {...one} />}
        </li>
      ))}
    </ul>
  );
}
