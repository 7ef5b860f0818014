/** A registry that verifies tokens of an issuer, or, without one, believes any: what verification costs lies between the two. */
import { databaseClock } from "@shuangsui/clock";
import { sealingKeys } from "@shuangsui/sealing";
import {
  createLogger,
  followAuthorities,
  openDatabase,
  openKeyring,
  tokenVerifier,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { createRegistryApp } from "../../../services/registry/src/app.ts";
import type { Tables } from "../../../services/registry/src/tables.ts";
import { answer } from "../child.ts";

const [databaseUrl = "", key = "", issuer] = process.argv.slice(2);
const believing: TokenVerifier = {
  issuer: "http://127.0.0.1:1",
  verify: async () => ({ sub: "bench", roles: ["registry-clerk"], authority: "533103" }),
};
const logger = createLogger("registry", "silent");
const database = openDatabase<Tables>(databaseUrl, { logger });
await followAuthorities(database, logger);
const app = await createRegistryApp({
  database,
  clock: databaseClock(database.plain, "database"),
  logger,
  tokens: issuer === undefined ? believing : tokenVerifier(issuer),
  keys: await openKeyring({ database, logger }, sealingKeys.parse(key)),
  engine: { refresh: async () => undefined },
  importsKeptDays: 30,
});
answer(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
