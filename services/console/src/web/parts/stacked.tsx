import { Descriptions, Grid, type TableProps } from "antd";
import type { ColumnsType } from "antd/es/table";
import type { ReactNode } from "react";

/** The columns of a table; on a phone, where they would be cut off, each line has them one below the other, by their names. */
export function useStacked<Row extends object>(): (
  columns: ColumnsType<Row>,
) => Pick<TableProps<Row>, "columns" | "showHeader"> {
  const isNarrow = Grid.useBreakpoint().md === false;
  return (columns) => {
    if (!isNarrow) return { columns };
    const render = (_: unknown, row: Row, index: number) => (
      <Descriptions
        column={1}
        size="small"
        items={columns.map((column, place) => {
          const value = "dataIndex" in column ? row[column.dataIndex as keyof Row] : undefined;
          const shown = column.render === undefined ? value : column.render(value, row, index);
          return { key: place, label: column.title as ReactNode, children: <div>{shown as ReactNode}</div> };
        })}
      />
    );
    return { columns: [{ key: "stacked", render }], showHeader: false };
  };
}
