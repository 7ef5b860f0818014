export { lockDataKeys, newDataKey, openKeyring, tellOfDataKeys, type Keyring } from "./keyring.ts";
export {
  addSealingKey,
  base64Under,
  noteKey,
  publishedAheadMs,
  removeUnused,
  sealAnew,
  type SealedColumn,
} from "./rotation.ts";
export type { DataKeyTables } from "./table.ts";
