import { createClient, type Answer, type Call } from "@shuangsui/client";
import { api, type Operation } from "@shuangsui/contracts";
import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { lastTouched } from "./touched.ts";

/** The services that pages call, through the console, which puts in who is signed in. */
export const services = {
  inspection: api.inspection,
  registry: api.registry,
  disclosure: api.disclosure,
  identity: api.identity,
};
export type ServiceName = keyof typeof services;
type Operations<Service extends ServiceName> = (typeof services)[Service];
export type OperationId<Service extends ServiceName> = keyof Operations<Service> & string;
type CallOf<
  Service extends ServiceName,
  Id extends OperationId<Service>,
> = Operations<Service>[Id] extends infer O extends Operation ? Call<O> : never;
type AnswerOf<
  Service extends ServiceName,
  Id extends OperationId<Service>,
> = Operations<Service>[Id] extends infer O extends Operation ? Awaited<Answer<O>> : never;

/** After so long without a touch, what a page asks is asked by itself and keeps no session open. */
const aloneMs = 60_000;
const headersOf = (): Readonly<Record<string, string>> =>
  Date.now() - lastTouched() > aloneMs ? { "x-by-itself": "1" } : {};
const at = (service: ServiceName) => ({
  baseUrl: `${location.origin}/api/${service}`,
  attempts: 1,
  headersOf,
});

/** Each service's operations by their ids. */
export const call = {
  inspection: createClient(api.inspection, at("inspection")),
  registry: createClient(api.registry, at("registry")),
  disclosure: createClient(api.disclosure, at("disclosure")),
  identity: createClient(api.identity, at("identity")),
};

/** What a page shows of a service: asked once, kept, and asked again once something of it has changed (`live.ts`). */
export function asked<Service extends ServiceName, Id extends OperationId<Service>>(
  service: Service,
  id: Id,
  given: CallOf<Service, Id>,
) {
  const methods = call[service] as unknown as Record<
    string,
    (call: object) => Promise<AnswerOf<Service, Id>>
  >;
  return queryOptions({
    queryKey: [service, id, given] as const,
    queryFn: ({ signal }) => {
      const method = methods[id];
      if (method === undefined) throw new TypeError(`there is no operation ${id}`);
      return method({ ...(given as object), signal });
    },
  });
}

/** Has whatever is shown of a service asked for again. */
export function changed(queries: QueryClient, ...names: ServiceName[]): Promise<void[]> {
  return Promise.all(names.map((name) => queries.invalidateQueries({ queryKey: [name] })));
}
