import { databaseClock, steeredClock, type Clock } from "@shuangsui/clock";
import { sealingKeys } from "@shuangsui/sealing";
import {
  createLogger,
  migrate,
  openDatabase,
  type App,
  type Database,
  type DatabaseLimits,
} from "@shuangsui/service-kit";
import { freshDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { createRegistryApp } from "../app.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";

const token = "a token that only this test knows";
/** The key under which the registry of a test seals, unless it is given others. */
export const fieldKey = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/** What a call answered. */
export type Answer = {
  status: number;
  body: Record<string, unknown>;
  text: string;
  headers: Record<string, unknown>;
};
export type CallOptions = {
  as?: string;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: string | Buffer;
  service?: boolean;
};

/** The registry on a database of its own, called as its users call it. */
export type TestRegistry = {
  app: App;
  database: Database<Tables>;
  fresh: FreshDatabase;
  /** Calls it as an official of 芒市 unless told otherwise. */
  call(method: "GET" | "POST" | "PATCH" | "PUT", url: string, options?: CallOptions): Promise<Answer>;
  importCsv(kind: string, csv: string | Buffer, options?: CallOptions): Promise<Answer>;
  /** Starts it again over the same database, under the keys of this setting. */
  startAgain(keys: string): Promise<void>;
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
  const fresh = await freshDatabase();
  await migrate(fresh.urls.registry.owner, "registry", migrations);
  const logger = createLogger("registry", "silent");
  const database = openDatabase<Tables>(fresh.urls.registry.app, {
    logger,
    ...(limits === undefined ? {} : { limits }),
  });
  const clock: Clock =
    now === undefined ? databaseClock(database.plain, "database") : steeredClock(async () => Date.parse(now));
  const start = (keys: string) =>
    createRegistryApp({ database, clock, logger, token, keys: sealingKeys.parse(keys), ...settings });
  let app = await start(fieldKey);
  const call: TestRegistry["call"] = async (method, url, options = {}) => {
    const response = await app.inject({
      method,
      url,
      headers: {
        "x-authority": options.as ?? "533103",
        "x-actor": "official-1",
        ...(options.service === true ? { authorization: `Bearer ${token}` } : {}),
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
    database,
    fresh,
    call,
    importCsv: (kind, csv, options = {}) =>
      call("POST", `/api/v1/imports/${kind}`, {
        ...options,
        raw: csv,
        headers: { "content-type": "text/csv; charset=utf-8", ...options.headers },
      }),
    async startAgain(keys) {
      await app.close();
      app = await start(keys);
    },
    async close() {
      await app.close();
      await database.close();
      await fresh.drop();
    },
  };
}
