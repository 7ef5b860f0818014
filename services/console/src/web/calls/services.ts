import { createClient, ServiceUnavailable, type Answer, type Call, type Client } from "@shuangsui/client";
import { inspectionOperations, type api, type auditOperations, type Operation } from "@shuangsui/contracts";
import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { fetchOnce } from "./ahead.ts";
import { lastTouched } from "./touched.ts";

/** The services that pages call, through the console, which puts in who is signed in. */
type Services = Pick<typeof api, "inspection" | "registry" | "disclosure" | "identity"> & {
  console: typeof auditOperations;
};
export type ServiceName = keyof Services;
type Operations<Service extends ServiceName> = Services[Service];
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
let openedBy: string | undefined;

/** Says for whom the page was opened: each call tells it, and the console makes none in another's name. */
export const callsAreOf = (actor: string): void => {
  openedBy = actor;
};

const headersOf = (): Readonly<Record<string, string>> => ({
  ...(Date.now() - lastTouched() > aloneMs ? { "x-by-itself": "1" } : {}),
  ...(openedBy === undefined ? {} : { "x-opened-by": encodeURIComponent(openedBy) }),
});
/** How a service is called from a page. */
export const at = (service: ServiceName) => ({
  baseUrl: `${location.origin}/api/${service}`,
  attempts: 1,
  headersOf,
  fetch: fetchOnce,
});

/** A client of a service whose operations are fetched by whoever first calls one: every page calls the inspection service, few the others. */
function later<Service extends Exclude<ServiceName, "inspection">>(service: Service) {
  let client: Client<Operations<Service>> | undefined;
  const loaded = async () => {
    const { others } = await import("./others.ts").catch(() => {
      throw new ServiceUnavailable("no answer");
    });
    return (client ??= createClient(others[service] as Operations<Service>, at(service)));
  };
  return new Proxy({} as Client<Operations<Service>>, {
    get:
      (_none, id: string) =>
      async (...given: unknown[]) =>
        methodOf(await loaded(), id)(...given),
  });
}

/** Each service's operations by their ids. */
export const call = {
  inspection: createClient(inspectionOperations, at("inspection")),
  registry: later("registry"),
  disclosure: later("disclosure"),
  identity: later("identity"),
  console: later("console"),
};

/** What a page shows of a service: asked once, kept, and asked again once something of it has changed (`live.ts`). */
export function asked<Service extends ServiceName, Id extends OperationId<Service>>(
  service: Service,
  id: Id,
  given: CallOf<Service, Id>,
) {
  return queryOptions({
    queryKey: [service, id, given] as const,
    queryFn: ({ signal }) =>
      methodOf(call[service], id)({ ...(given as object), signal }) as Promise<AnswerOf<Service, Id>>,
  });
}

/** @throws TypeError where there is none of that id */
function methodOf(client: object, id: string): (...call: unknown[]) => unknown {
  const method = (client as Record<string, ((...call: unknown[]) => unknown) | undefined>)[id];
  if (method === undefined) throw new TypeError(`there is no operation ${id}`);
  return method;
}

/** Has whatever is shown of a service asked for again. */
export function changed(queries: QueryClient, ...names: ServiceName[]): Promise<void[]> {
  return Promise.all(names.map((name) => queries.invalidateQueries({ queryKey: [name] })));
}
