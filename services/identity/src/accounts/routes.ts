import {
  accountChange,
  accountNames,
  accountNamesQuery,
  accountPage,
  accountQuery,
  accountView,
  accountWithPassword,
  id,
  newAccount,
  Problem,
} from "@shuangsui/contracts";
import { idOfCursor, pageOfRows, type App, type Database } from "@shuangsui/service-kit";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Signing } from "../provider/current.ts";
import type { Tables } from "../tables.ts";
import {
  accountFor,
  administer,
  createAccount,
  listAccounts,
  namesOfAccounts,
  resetAccount,
} from "./administration.ts";
import { personOf, requireAdministrator, type Person } from "./administrator.ts";
import { accountById, viewOf } from "./store.ts";

export type AccountRoutes = {
  database: Database<Tables>;
  issuer: string;
  signing: () => Promise<Signing>;
};

const tags = ["accounts"];
const path = "/api/v1/accounts";
const params = z.strictObject({ id });
// Who calls is seen here: these routes take the tokens that this very service gives.
const config = { action: "public", asksForToken: true, idempotencyKey: "none" } as const;
const etagOf = ({ version }: { version: number }) => `"${version}"`;

/** Accounts, for administrators; for everybody who is signed in the own one, and who acted in what they may see. */
export function accountRoutes(app: App, { database, issuer, signing }: AccountRoutes): void {
  const callers = new WeakMap<FastifyRequest, Person>();
  /** Before anything of a body is read. Here a token is worth what its account is now; an operator's is of none. */
  const onRequest = async (request: FastifyRequest) => {
    const shown = await personOf(request, issuer, await signing());
    const account = await accountById(database, shown.id);
    if (account?.disabled === true) throw new Problem("account/token-missing");
    callers.set(request, account ?? shown);
  };
  const callerOf = (request: FastifyRequest): Person => {
    const caller = callers.get(request);
    if (caller === undefined) throw new Problem("account/token-missing");
    return caller;
  };
  /** @throws Problem `account/administrators-only` */
  const administratorOf = (request: FastifyRequest): Person => {
    const caller = callerOf(request);
    requireAdministrator(caller);
    return caller;
  };
  const signedIn = { config, onRequest } as const;

  app.get(
    `${path}/me`,
    { ...signedIn, schema: { tags, response: { 200: accountView } } },
    async (request) => {
      const person = callerOf(request);
      const account = await accountById(database, person.id);
      if (account === undefined || account.disabled) throw new Problem("account/token-missing");
      return viewOf(account);
    },
  );

  app.get(
    `${path}/names`,
    { ...signedIn, schema: { tags, querystring: accountNamesQuery, response: { 200: accountNames } } },
    async (request) => {
      return { items: await namesOfAccounts(database, callerOf(request), request.query.ids) };
    },
  );

  app.get(
    path,
    { ...signedIn, schema: { tags, querystring: accountQuery, response: { 200: accountPage } } },
    async (request) => {
      const administrator = administratorOf(request);
      const { authority, q, after, limit } = request.query;
      const rows = await listAccounts(database, administrator, {
        authority,
        q,
        after: idOfCursor(after),
        limit,
      });
      const page = pageOfRows(rows, limit, (row) => [row.id]);
      return { items: page.items.map(viewOf), next: page.next };
    },
  );

  app.post(
    path,
    { ...signedIn, schema: { tags, body: newAccount, response: { 201: accountWithPassword } } },
    async (request, reply) => {
      const administrator = administratorOf(request);
      const { account, initialPassword } = await createAccount(database, administrator, request.body);
      request.log.info({ account: account.id, by: administrator.id }, "an account was made");
      reply.code(201).header("location", `${path}/${account.id}`).header("cache-control", "no-store");
      return { account: viewOf(account), initialPassword };
    },
  );

  app.get(
    `${path}/:id`,
    { ...signedIn, schema: { tags, params, response: { 200: accountView } } },
    async (request, reply) => {
      const administrator = administratorOf(request);
      const account = await accountFor(database, administrator, request.params.id);
      reply.header("etag", etagOf(account));
      return viewOf(account);
    },
  );

  app.patch(
    `${path}/:id`,
    {
      ...signedIn,
      config: { ...config, ifMatch: "required" },
      schema: { tags, params, body: accountChange, response: { 200: accountView } },
    },
    async (request, reply) => {
      const administrator = administratorOf(request);
      const version = versionSeen(request.headers["if-match"]);
      const account = await administer(database, administrator, request.params.id, version, request.body);
      request.log.info({ account: account.id, by: administrator.id }, "an account was changed");
      reply.header("etag", etagOf(account));
      return viewOf(account);
    },
  );

  app.post(
    `${path}/:id/reset`,
    { ...signedIn, schema: { tags, params, response: { 200: accountWithPassword } } },
    async (request, reply) => {
      const administrator = administratorOf(request);
      const { account, initialPassword } = await resetAccount(database, administrator, request.params.id);
      request.log.info({ account: account.id, by: administrator.id }, "an account was reset");
      reply.header("cache-control", "no-store");
      return { account: viewOf(account), initialPassword };
    },
  );
}

/** @throws Problem `version/missing`, `version/changed` */
function versionSeen(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new Problem("version/missing");
  const [, version] = /^"([1-9]\d{0,8})"$/.exec(ifMatch) ?? [];
  if (version === undefined) throw new Problem("version/changed");
  return Number(version);
}
