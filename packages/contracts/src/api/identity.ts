import {
  accountChange,
  accountNames,
  accountNamesQuery,
  accountPage,
  accountQuery,
  accountView,
  accountWithPassword,
  newAccount,
} from "../accounts.ts";
import { auditOperations } from "./common.ts";
import type { Operation } from "./operation.ts";

/** The operations of identity beside sign-in. */
export const identityOperations = {
  ...auditOperations,
  getAccountsMe: { method: "GET", path: "/api/v1/accounts/me", answer: accountView },
  getAccounts: { method: "GET", path: "/api/v1/accounts", query: accountQuery, answer: accountPage },
  postAccounts: { method: "POST", path: "/api/v1/accounts", body: newAccount, answer: accountWithPassword },
  getAccountsNames: {
    method: "GET",
    path: "/api/v1/accounts/names",
    query: accountNamesQuery,
    answer: accountNames,
  },
  getAccountsById: { method: "GET", path: "/api/v1/accounts/:id", answer: accountView },
  patchAccountsById: {
    method: "PATCH",
    path: "/api/v1/accounts/:id",
    body: accountChange,
    answer: accountView,
  },
  postAccountsByIdReset: { method: "POST", path: "/api/v1/accounts/:id/reset", answer: accountWithPassword },
} as const satisfies Readonly<Record<string, Operation>>;
