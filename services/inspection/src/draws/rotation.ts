import type { SealingKeys } from "@shuangsui/sealing";
import {
  addSealingKey,
  removeUnused,
  sealAnew,
  type Database,
  type Keyring,
  type SealedColumn,
} from "@shuangsui/service-kit";
import type { Tables } from "../tables.ts";

const sealedAs = (table: string, column: string, row: string): SealedColumn => ({
  ...{ table, column, row, field: `${table}.${column}` },
  form: "bytes",
});
/** What the inspection service has sealed: what draws keep secret, and the secrets of webhooks. */
const sealedColumns: readonly SealedColumn[] = [
  sealedAs("draw_secret", "keys", "draw_id"),
  sealedAs("draw_part", "codes", "id"),
  sealedAs("webhook", "secret", "id"),
];

/** Makes a new data key and seals all rows anew under it (unless it is to `resume`), then removes keys that nothing needs. */
export async function rotateSealing(
  options: { database: Database<Tables>; keyring: Keyring; master: SealingKeys },
  { resume = false, aheadMs }: { resume?: boolean; aheadMs?: number } = {},
): Promise<{ key: string; sealed: number; removed: string[] }> {
  const key = resume ? options.keyring.sealing.current.id : await addSealingKey(options, aheadMs);
  const sealed = await sealAnew(options, sealedColumns);
  return { key, sealed, removed: await removeUnused(options, sealedColumns, async () => false) };
}
