import { databaseClock, steeredClock, type Clock } from "@shuangsui/clock";
import { sealingKeys } from "@shuangsui/sealing";
import {
  createLogger,
  followAuthorities,
  migrate,
  openDatabase,
  openKeyring,
  tokenVerifier,
  type App,
  type Database,
  type DatabaseLimits,
  type Keyring,
} from "@shuangsui/service-kit";
import { freshDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import {
  startIssuer,
  type SignedIn,
  type TestIssuer,
} from "../../../../packages/service-kit/src/testing/issuer.ts";
import { createRegistryApp } from "../app.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";

/** The key under which the registry of a test seals, unless it is given others. */
export const fieldKey = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/** What a call answered. */
export type Answer = {
  status: number;
  body: Record<string, unknown>;
  text: string;
  headers: Record<string, unknown>;
};
export type CallOptions = Partial<Omit<SignedIn, "authority">> & {
  /** The authority that calls; nobody is signed in with null. */
  as?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: string | Buffer;
  service?: boolean;
};

/** The registry on a database of its own, called as its users call it. */
export type TestRegistry = {
  app: App;
  keyring: Keyring;
  issuer: TestIssuer;
  database: Database<Tables>;
  fresh: FreshDatabase;
  /** Calls it as an official of 芒市 unless told otherwise. */
  call(method: "GET" | "POST" | "PATCH" | "PUT", url: string, options?: CallOptions): Promise<Answer>;
  /** The headers of somebody who is signed in: an official of 芒市 with every role, unless told otherwise. */
  signedIn(person?: Partial<SignedIn>): Promise<{ authorization: string }>;
  importCsv(kind: string, csv: string | Buffer, options?: CallOptions): Promise<Answer>;
  /** Starts it again over its database, with this setting of keys. */
  startAgain(keys: string): Promise<void>;
  close(): Promise<void>;
};

/** Starts it, its clock standing at `now` (ISO 8601) where one is given. */
export async function startRegistry(
  now?: string,
  {
    limits,
    ...settings
  }: { silentUploadMs?: number; limits?: DatabaseLimits; trustedProxies?: readonly string[] } = {},
): Promise<TestRegistry> {
  const issuer = await startIssuer();
  const tokens = tokenVerifier(issuer.url);
  const service = issuer.credentials("inspection");
  const fresh = await freshDatabase();
  await migrate(fresh.urls.registry.owner, "registry", migrations, sampleAuthorities);
  const logger = createLogger("registry", "silent");
  const database = openDatabase<Tables>(fresh.urls.registry.app, {
    logger,
    ...(limits === undefined ? {} : { limits }),
  });
  const unfollow = await followAuthorities(database, logger);
  const clock: Clock =
    now === undefined ? databaseClock(database.plain, "database") : steeredClock(async () => Date.parse(now));
  const openKeys = (keys: string) => openKeyring({ database, logger }, sealingKeys.parse(keys));
  const start = () => createRegistryApp({ database, clock, logger, tokens, keys: keyring, ...settings });
  let keyring = await openKeys(fieldKey);
  let app = await start();
  const signedIn: TestRegistry["signedIn"] = async (person = {}) => ({
    authorization: `Bearer ${await issuer.tokenFor({ authority: "533103", actor: "official-1", ...person })}`,
  });
  const headersOf = async ({ as = "533103", actor = "official-1", ...options }: CallOptions) => {
    if (options.service === true)
      return {
        authorization: `Bearer ${await service.token()}`,
        ...(as === null ? {} : { "x-authority": as }),
      };
    if (as === null) return {};
    const { roles, inspector } = options;
    return signedIn({ authority: as, actor, ...(roles === undefined ? {} : { roles }), inspector });
  };
  const call: TestRegistry["call"] = async (method, url, options = {}) => {
    const response = await app.inject({
      method,
      url,
      headers: {
        ...(await headersOf(options)),
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(options.raw === undefined ? {} : { payload: options.raw }),
      ...(options.body === undefined ? {} : { payload: JSON.stringify(options.body) }),
    });
    const json =
      String(response.headers["content-type"]).includes("json") &&
      !String(response.headers["content-type"]).includes("ndjson");
    return {
      status: response.statusCode,
      body: json ? response.json() : {},
      text: response.body,
      headers: response.headers,
    };
  };
  return {
    get app() {
      return app;
    },
    get keyring() {
      return keyring;
    },
    issuer,
    database,
    fresh,
    call,
    signedIn,
    importCsv: (kind, csv, options = {}) =>
      call("POST", `/api/v1/imports/${kind}`, {
        ...options,
        raw: csv,
        headers: { "content-type": "text/csv; charset=utf-8", ...options.headers },
      }),
    async startAgain(keys) {
      const opened = await openKeys(keys);
      await Promise.all([app.close(), keyring.stop()]);
      keyring = opened;
      app = await start();
    },
    async close() {
      await Promise.all([app.close(), keyring.stop()]);
      await unfollow();
      await database.close();
      await fresh.drop();
      await issuer.close();
    },
  };
}
