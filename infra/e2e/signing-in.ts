import { createSealer, sealingKeys } from "@shuangsui/sealing";
import { databaseClock } from "@shuangsui/clock";
import { createLogger, migrate, openDatabase, tokenVerifier } from "@shuangsui/service-kit";
import { randomBytes } from "node:crypto";
import { createInspectionApp } from "../../services/inspection/src/app.ts";
import { migrations } from "../../services/inspection/src/migrations/index.ts";
import { registryClient } from "../../services/inspection/src/neighbours/registry.ts";
import type { Tables } from "../../services/inspection/src/tables.ts";
import { startConsole, type TestConsole } from "../../services/console/src/testing/console.ts";
import { makeDemonstrationAccounts } from "../../services/identity/src/accounts/demonstration.ts";
import {
  Browser,
  secretOf,
  startIdentity,
  type TestIdentity,
} from "../../services/identity/src/testing/service.ts";
import { freePort } from "../embedded/ports.ts";
import { sampleAuthorities } from "../sample/authorities.ts";

/** Identity, the inspection service and the console over one database, each as it is, with the demonstration's accounts. */
export type SigningIn = {
  identity: TestIdentity;
  console: TestConsole;
  /** Where the console listens. */
  consoleUrl: string;
  /** By how much the console's time is ahead, in milliseconds. */
  time: { ahead: number };
  browser(): Browser;
  close(): Promise<void>;
};

export async function startSigningIn(): Promise<SigningIn> {
  const port = await freePort();
  const consoleUrl = `http://127.0.0.1:${port}`;
  const identity = await startIdentity({ demonstration: true, consoleUrl });
  await makeDemonstrationAccounts(identity.database);
  const { fresh, issuer } = identity;
  await migrate(fresh.urls.inspection.owner, "inspection", migrations, sampleAuthorities);
  const logger = createLogger("inspection", "silent");
  const database = openDatabase<Tables>(fresh.urls.inspection.app, { logger });
  const verifier = tokenVerifier(issuer);
  const nobody = async () => {};
  const inspection = await createInspectionApp({
    frame: {
      database,
      clock: databaseClock(database.plain, "database"),
      logger,
      engine: { tell: nobody, decide: nobody, startLater: nobody, refresh: nobody },
    },
    ping: () => database.ping(),
    registry: registryClient({ baseUrl: "http://127.0.0.1:1", credentials: { token: async () => "none" } }),
    tokens: verifier,
    sealer: createSealer(sealingKeys.parse(randomBytes(32).toString("hex"))),
    destinations: { allowLoopback: false },
  });
  const time = { ahead: 0 };
  const console = await startConsole({
    database: fresh,
    inspectionUrl: await inspection.listen({ host: "127.0.0.1", port: 0 }),
    verifier,
    client: { issuer, clientId: "console", clientSecret: secretOf("console") },
    consoleUrl,
    now: () => new Date(Date.now() + time.ahead),
  });
  await console.app.listen({ host: "127.0.0.1", port });
  return {
    identity,
    console,
    consoleUrl,
    time,
    browser: () => new Browser(issuer, "192.0.2.1", [consoleUrl]),
    async close() {
      await console.close();
      await inspection.close();
      await database.close();
      await identity.close();
    },
  };
}
