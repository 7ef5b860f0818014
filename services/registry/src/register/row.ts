/** What every row of a register has. */
export type Row = { id: string; authority: string; version: number; updated_at: Date };
