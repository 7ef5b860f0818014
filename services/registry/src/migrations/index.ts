import type { Migration } from "kysely/migration";
import * as registers from "./0001-registers.ts";
import * as lists from "./0002-lists.ts";
import * as filters from "./0003-filters.ts";
import * as duplicates from "./0004-duplicates.ts";
import * as codes from "./0005-codes.ts";
import * as riskTables from "./0006-risk-tables.ts";
import * as mergedCodes from "./0007-merged-codes.ts";
import * as itemCodes from "./0008-item-codes.ts";
import * as tipFiles from "./0009-tip-files.ts";
import * as importSources from "./0010-import-sources.ts";

/** The registry's migrations, in order. */
export const migrations: Record<string, Migration> = {
  "0001-registers": registers,
  "0002-lists": lists,
  "0003-filters": filters,
  "0004-duplicates": duplicates,
  "0005-codes": codes,
  "0006-risk-tables": riskTables,
  "0007-merged-codes": mergedCodes,
  "0008-item-codes": itemCodes,
  "0009-tip-files": tipFiles,
  "0010-import-sources": importSources,
};
