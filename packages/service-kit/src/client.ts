import { createClient, type Client } from "@shuangsui/client";
import type { Operation } from "@shuangsui/contracts";
import type { Credentials } from "./access/credentials.ts";
import { requestIdNow } from "./request-scope.ts";

export type ServiceClientOptions = {
  baseUrl: string;
  credentials: Credentials;
  timeoutMs?: number;
};

/** For which authority a service calls, and for whom there: `system` by itself. */
export type OnBehalfOf = { authority: string; actor?: string };

/** What a call between services has in common: whoever calls tries again by itself, and a refusal is told by its code alone. */
const between = ({ baseUrl, credentials, timeoutMs }: ServiceClientOptions) => ({
  ...{ baseUrl, timeoutMs },
  token: (refused?: string) => credentials.token(refused),
  attempts: 1,
  codesAlone: true,
});
const requestId = (): Readonly<Record<string, string>> => {
  const id = requestIdNow();
  return id === undefined ? {} : { "x-request-id": id };
};

/** A client of one of the system's services, which shows the service's own token and carries the request's id on. */
export function serviceClient<Api extends Readonly<Record<string, Operation>>>(
  operations: Api,
  options: ServiceClientOptions,
): Client<Api, OnBehalfOf> {
  return createClient<Api, OnBehalfOf>(operations, {
    ...between(options),
    headersOf: ({ authority, actor = "system" }) => ({
      "x-authority": authority,
      "x-actor": actor,
      ...requestId(),
    }),
  });
}

/** The same in a person's name: for whom it acts is what the person's token says. */
export function personClient<Api extends Readonly<Record<string, Operation>>>(
  operations: Api,
  options: ServiceClientOptions,
): Client<Api> {
  return createClient(operations, { ...between(options), headersOf: requestId });
}
