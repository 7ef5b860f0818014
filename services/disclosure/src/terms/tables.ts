import type { PublicationTerms } from "@shuangsui/contracts";

/** For how long an authority's results stay public; each change is a new revision. */
export type TermSettingTable = PublicationTerms & {
  authority: string;
  revision: number;
  at: Date;
  actor: string;
};

export type TermTables = { term_setting: TermSettingTable };
