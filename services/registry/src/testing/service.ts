import { importView } from "@shuangsui/contracts";
import { databaseClock, steeredClock, type Clock } from "@shuangsui/clock";
import { sealingKeys } from "@shuangsui/sealing";
import {
  createLogger,
  followAuthorities,
  openDatabase,
  openKeyring,
  tokenVerifier,
  type App,
  type Database,
  type DatabaseLimits,
  type Keyring,
} from "@shuangsui/service-kit";
import { randomUUID } from "node:crypto";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import {
  startIssuer,
  type SignedIn,
  type TestIssuer,
} from "../../../../packages/service-kit/src/testing/issuer.ts";
import { createRegistryApp } from "../app.ts";
import { importCarrier, type ImportCarrier } from "../imports/carry.ts";
import { migrations } from "../migrations/index.ts";
import { importersOf, registersOf } from "../registers.ts";
import { createCipher, type CipherKeys } from "../secrecy/cipher.ts";
import type { Tables } from "../tables.ts";

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

export type ImportOptions = CallOptions & {
  /** All of it as soon as it was checked, unless told otherwise; null leaves it checked. */
  apply?: "all" | "rows" | null;
  type?: string;
  sheet?: string;
};

/** The registry on a database of its own, called as its users call it. */
export type TestRegistry = {
  app: App;
  keyring: Keyring;
  issuer: TestIssuer;
  database: Database<Tables>;
  fresh: FreshDatabase;
  /** Calls it as an official of 芒市 unless told otherwise. */
  call(
    method: "GET" | "HEAD" | "POST" | "PATCH" | "PUT",
    url: string,
    options?: CallOptions,
  ): Promise<Answer>;
  /** The headers of somebody who is signed in: an official of 芒市 with every role, unless told otherwise. */
  signedIn(person?: Partial<SignedIn>): Promise<{ authorization: string }>;
  /**
   * Uploads a file and carries the import to its end, as the worker does: 200 with the import where it was applied, or was checked and
   * waits; else the refusal, as one that names its rows.
   */
  importFile(register: string, file: string | Buffer, options?: ImportOptions): Promise<Answer>;
  /** Carries an import on as the worker does. */
  carrier: ImportCarrier;
  /** Starts it again over its database, with this setting of keys. */
  startAgain(keys: string): Promise<void>;
  close(): Promise<void>;
};

/** Starts it, its clock standing at `now` (ISO 8601), or at what `now` gives then, where one is given. */
export async function startRegistry(
  now?: string | (() => string),
  {
    limits,
    tellEveryMs,
    ...settings
  }: {
    tellEveryMs?: number;
    silentUploadMs?: number;
    limits?: DatabaseLimits;
    trustedProxies?: readonly string[];
  } = {},
): Promise<TestRegistry> {
  const issuer = await startIssuer();
  const tokens = tokenVerifier(issuer.url);
  const service = issuer.credentials("inspection");
  const fresh = await migratedDatabase({ registry: migrations });
  const logger = createLogger("registry", "silent");
  const database = openDatabase<Tables>(fresh.urls.registry.app, {
    logger,
    ...(limits === undefined ? {} : { limits }),
  });
  const unfollow = await followAuthorities(database, logger);
  const clock: Clock =
    now === undefined
      ? databaseClock(database.plain, "database")
      : steeredClock(async () => Date.parse(typeof now === "string" ? now : now()));
  const openKeys = (keys: string) => openKeyring({ database, logger }, sealingKeys.parse(keys));
  // A test carries an import on when it wants to: that the engine does is tested with an engine.
  const engine = { refresh: async () => undefined };
  const start = () =>
    createRegistryApp({
      ...{ database, clock, logger, tokens, engine, importsKeptDays: 30, keys: keyring },
      ...settings,
    });
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
  // The keys of whichever keyring is open: a test may start it again.
  const liveKeys: CipherKeys = {
    get sealing() {
      return keyring.sealing;
    },
    get index() {
      return keyring.index;
    },
    refresh: () => keyring.refresh(),
  };
  const carrier = importCarrier({
    ...{ database, clock, logger },
    ...(tellEveryMs === undefined ? {} : { tellEveryMs }),
    keys: liveKeys,
    importers: importersOf(registersOf(createCipher(liveKeys))),
  });
  const importFile: TestRegistry["importFile"] = async (register, file, options = {}) => {
    const { apply = "all", type = "text/csv; charset=utf-8", sheet, ...asCalled } = options;
    const asked = new URLSearchParams({ register, ...(apply && { apply }), ...(sheet && { sheet }) });
    const headers = { "content-type": type, "idempotency-key": randomUUID(), ...options.headers };
    const taken = await call("POST", `/api/v1/imports?${asked.toString()}`, {
      ...asCalled,
      raw: file,
      headers,
    });
    if (taken.status !== 202) return taken;
    const input = { id: String(taken.body["id"]), authority: String(taken.body["authority"]) };
    await carrier.read(input);
    await carrier.apply(input);
    const answer = await call("GET", `/api/v1/imports/${input.id}`, asCalled);
    const { refusal, faults, moreRows, counts } = importView.parse(answer.body);
    if (refusal === null) return { ...answer, body: { ...answer.body, imported: counts.created } };
    const body = { ...answer.body, code: refusal.code, detail: refusal.detail, errors: faults, moreRows };
    return { ...answer, status: 422, body };
  };
  return {
    importFile,
    carrier,
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
