import type { ListSource } from "@shuangsui/contracts";

/** A list that another body had on a day, as an authority brought it. Its rows stand in `source_row`; none is ever changed. */
export type SourceListTable = {
  id: string;
  authority: string;
  source: ListSource;
  as_of: string;
  rows: number;
  actor: string;
  at: Date;
};
