import { tokenSeconds } from "@shuangsui/contracts";
import { wallClock } from "@shuangsui/clock";
import { createSealer, sealingKeys } from "@shuangsui/sealing";
import {
  createAuditor,
  createLogger,
  migrate,
  openDatabase,
  systemScope,
  tokenVerifier,
  type App,
  type Database,
} from "@shuangsui/service-kit";
import { randomBytes } from "node:crypto";
import { type FreshDatabase, migratedDatabase } from "../../../../infra/embedded/test-database.ts";
import {
  startIssuer,
  type SignedIn,
  type TestIssuer,
} from "../../../../packages/service-kit/src/testing/issuer.ts";
import { createConsoleApp } from "../app.ts";
import type { ConsoleDeps } from "../deps.ts";
import { migrations } from "../migrations/index.ts";
import { openSessions } from "../sessions/sessions.ts";
import { tokens } from "../sessions/tokens.ts";
import { sessionCookie } from "../sign-in/guard.ts";
import type { Tables } from "../tables.ts";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";

/** What a test says of the console; the rest has a value of its own. */
export type ConsoleOptions = Partial<Omit<ConsoleDeps, "database" | "logger" | "sealer">> & {
  inspectionUrl: string;
  /** Where it has its table; a new database unless told. */
  database?: FreshDatabase;
  /** By whom its people are signed in: one of its own unless told. */
  issuer?: TestIssuer;
};

/** The console on a database of its own, among whose people a test may put somebody. */
export type TestConsole = {
  app: App;
  fresh: FreshDatabase;
  issuer: TestIssuer;
  database: Database<Tables>;
  /** The cookie of somebody who is signed in: of the prefecture and in every role, unless told otherwise. */
  cookieOf(person?: Partial<SignedIn>): Promise<string>;
  /** The tokens of all that are signed in, of which a browser has none. */
  tokens(): Promise<string[]>;
  /** Opens a page as that person. */
  open(path: string, person?: Partial<SignedIn>): Promise<Opened>;
  close(): Promise<void>;
};
export type Opened = { status: number; body: string; headers: Record<string, unknown> };

export async function startConsole({
  database: given,
  issuer: shared,
  ...options
}: ConsoleOptions): Promise<TestConsole> {
  const fresh = given ?? (await migratedDatabase({ console: migrations }));
  if (given !== undefined) await migrate(fresh.urls.console.owner, "console", migrations, sampleAuthorities);
  const issuer = shared ?? (await startIssuer());
  const logger = createLogger("console", process.env["LOG_LEVEL"] ?? "silent");
  const database = openDatabase<Tables>(fresh.urls.console.app, { logger });
  const deps: ConsoleDeps = {
    logger,
    database,
    sealer: createSealer(sealingKeys.parse(randomBytes(32).toString("hex"))),
    verifier: tokenVerifier(issuer.url),
    client: { issuer: issuer.url, clientId: "console", clientSecret: "the secret of the tests' console" },
    consoleUrl: "http://127.0.0.1:9",
    portalUrl: "http://portal.example:8080",
    inspectedUrl: "http://inspected.example:8080",
    gateway: {
      registry: options.inspectionUrl,
      inspection: options.inspectionUrl,
      disclosure: options.inspectionUrl,
      identity: issuer.url,
    },
    ...options,
  };
  const app = await createConsoleApp(deps);
  const now = deps.now ?? (() => new Date());
  const auditor = createAuditor({ database, clock: wallClock(database.plain), logger });
  const sessions = openSessions({ ...deps, auditor, renew: async () => undefined, now });
  const cookieOf: TestConsole["cookieOf"] = async (person = {}) => {
    const access = await issuer.tokenFor({ authority: "533100", actor: "official-1", ...person });
    const endsAt = now().getTime() + tokenSeconds * 1_000;
    return `${sessionCookie}=${await sessions.begin({ access, refresh: null, endsAt })}`;
  };
  let everybody: Promise<string> | undefined;
  return {
    app,
    database,
    fresh,
    issuer,
    cookieOf,
    async tokens() {
      const rows = await database.as(systemScope, (transaction) =>
        transaction.selectFrom("session").selectAll().execute(),
      );
      return rows.flatMap(({ id_hash: row, tokens: sealed }) => {
        const text = deps.sealer.open({ field: "session.tokens", row }, sealed);
        const { access, refresh } = tokens.parse(JSON.parse(text));
        return refresh === null ? [access] : [access, refresh];
      });
    },
    async open(path, person) {
      const cookie = await (person === undefined ? (everybody ??= cookieOf()) : cookieOf(person));
      const { statusCode, body, headers } = await app.inject({ url: path, headers: { cookie } });
      return { status: statusCode, body, headers };
    },
    async close() {
      await app.close();
      await auditor.flush();
      await database.close();
      if (shared === undefined) await issuer.close();
      if (given === undefined) await fresh.drop();
    },
  };
}
