import { inspectionColumn, type InspectionColumn, type InspectionSummary } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { Badge, Button, Checkbox, Popover, type TableColumnsType } from "antd";
import { useState } from "react";
import { z } from "zod";
import { useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { DueAt } from "../parts/left.tsx";
import { StuckLine } from "../parts/stuck.tsx";
import { timeText } from "../parts/time.ts";
import { Division } from "../parts/townships.tsx";
import { useTexts } from "../words/words.tsx";

/** What is shown to whoever has chosen nothing. The target is always shown: it leads to the inspection. */
const first: readonly InspectionColumn[] = [
  "targetName",
  "authority",
  "riskClass",
  "state",
  "waitingFor",
  "dueAt",
  "breaches",
];
/** What stands in another column of the page already. */
const inAnother: ReadonlySet<InspectionColumn> = new Set(["workdaysLeft"]);
const kept = z.array(inspectionColumn);

/** The columns that somebody has chosen to see, kept in this browser for that person. */
export function useChosenColumns(): [
  readonly InspectionColumn[],
  (chosen: readonly InspectionColumn[]) => void,
] {
  const { actor } = useSession();
  const place = `columns/inspections/${actor}`;
  const [chosen, choose] = useState(() => read(place));
  return [
    chosen,
    (wanted) => {
      // In their own order, whatever was ticked first.
      const ordered = inspectionColumn.options.filter(
        (column) => column === "targetName" || wanted.includes(column),
      );
      localStorage.setItem(place, JSON.stringify(ordered));
      choose(ordered);
    },
  ];
}

function read(place: string): readonly InspectionColumn[] {
  try {
    return kept.parse(JSON.parse(localStorage.getItem(place) ?? ""));
  } catch {
    return first;
  }
}

/** Lets somebody choose what the list shows. */
export function ColumnChooser({
  chosen,
  choose,
}: {
  chosen: readonly InspectionColumn[];
  choose(chosen: readonly InspectionColumn[]): void;
}) {
  const { words, console } = useTexts();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Checkbox.Group<InspectionColumn>
          style={{ display: "grid", gap: 4 }}
          value={[...chosen]}
          onChange={choose}
          options={inspectionColumn.options
            .filter((column) => !inAnother.has(column))
            .map((value) => ({
              value,
              label: words.inspectionColumn[value],
              disabled: value === "targetName",
            }))}
        />
      }
    >
      <Button>{console.common.columns}</Button>
    </Popover>
  );
}

/** The columns of the list, as they are shown. */
export function useColumns(shown: readonly InspectionColumn[]): TableColumnsType<InspectionSummary> {
  const { words } = useTexts();
  const nameOf = useAuthorityName();
  const columns: Partial<Record<InspectionColumn, TableColumnsType<InspectionSummary>[number]>> = {
    targetName: {
      width: 240,
      render: (_, { id, targetName, stuck }) => (
        <>
          <Link to="/inspections/$id" params={{ id }} className="name">
            {targetName}
          </Link>
          <StuckLine kind="inspection" causes={stuck} />
        </>
      ),
    },
    targetCode: { render: (_, { targetCode }) => <span className="number name">{targetCode}</span> },
    targetKind: { width: 100, render: (_, { targetKind }) => words.targetKind[targetKind] },
    territory: { width: 140, render: (_, { territory }) => <Division code={territory} /> },
    riskClass: {
      width: 80,
      render: (_, { riskClass }) => (riskClass === null ? words.label.none : words.riskClass[riskClass]),
    },
    authority: { width: 80, render: (_, { authority }) => nameOf(authority) },
    state: {
      width: 120,
      render: (_, { state, overdue }) => (
        <Badge status={overdue ? "error" : "processing"} text={words.inspectionState[state]} />
      ),
    },
    waitingFor: { width: 240, render: (_, { waitingFor }) => words.inspectionWaiting[waitingFor] },
    dueAt: { width: 270, render: (_, inspection) => <DueAt {...dueOf(inspection)} /> },
    breaches: { width: 80, align: "end" },
    origin: { width: 110, render: (_, { origin }) => words.inspectionOrigin[origin] },
    kind: { width: 110, render: (_, { kind }) => words.inspectionKind[kind] },
    outcome: {
      render: (_, { outcome }) => (outcome === null ? words.label.none : words.inspectionOutcome[outcome]),
    },
    updatedAt: {
      width: 150,
      render: (_, { updatedAt }) => <span className="number">{timeText(updatedAt)}</span>,
    },
  };
  return shown
    .filter((column) => !inAnother.has(column))
    .map((column) => ({
      title: words.inspectionColumn[column],
      key: column,
      dataIndex: column,
      ...columns[column],
    }));
}

const dueOf = ({ dueAt, workdaysLeft, overdue, provisional }: InspectionSummary) => ({
  dueAt,
  workdaysLeft,
  overdue,
  provisional,
});

/** The columns as a file has them: beside the due time the working days that are left. */
export const columnsOfFile = (shown: readonly InspectionColumn[]): string =>
  shown.flatMap((column) => (column === "dueAt" ? [column, "workdaysLeft"] : [column])).join(",");
