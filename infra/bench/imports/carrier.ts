/** Carries imports as the registry's worker does, one at a time as it is told of them: its memory is a worker's. */
import { databaseClock } from "@shuangsui/clock";
import { sealingKeys } from "@shuangsui/sealing";
import {
  createLogger,
  followAuthorities,
  openDatabase,
  openKeyring,
  workerLimits,
} from "@shuangsui/service-kit";
import { importCarrier } from "../../../services/registry/src/imports/carry.ts";
import { importersOf, registersOf } from "../../../services/registry/src/registers.ts";
import { createCipher } from "../../../services/registry/src/secrecy/cipher.ts";
import type { Tables } from "../../../services/registry/src/tables.ts";
import { answer } from "../child.ts";

const [databaseUrl = "", key = ""] = process.argv.slice(2);
const logger = createLogger("registry", "silent");
const database = openDatabase<Tables>(databaseUrl, { logger, limits: workerLimits });
await followAuthorities(database, logger);
const clock = databaseClock(database.plain, "database");
const keys = await openKeyring({ database, logger }, sealingKeys.parse(key));
const importers = importersOf(registersOf(createCipher(keys)));
const carrier = importCarrier({ database, clock, keys, logger, importers });
process.on("message", (message) => {
  const [id = "", authority = ""] = String(message).split(" ");
  void carrier
    .read({ id, authority })
    .then(() => carrier.apply({ id, authority }))
    .then(() => answer("carried"));
});
process.on("disconnect", () => process.exit());
answer("ready");
