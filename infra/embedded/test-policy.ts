import { mayDo, policy, roles, type Action, type Relation, type Role } from "@shuangsui/contracts";
import { expect } from "vitest";
import { z } from "zod";
import type { SignedIn } from "../../packages/service-kit/src/testing/issuer.ts";

/** One request that stands for an action. What it asks may be refused by the domain, but changes nothing that others ask for. */
export type Representative = {
  method: "GET" | "POST" | "PUT" | "PATCH";
  /** Its address at a matter of the county and at one of the prefecture; one address where it is about no matter. */
  path: string | { county: string; prefecture: string };
  body?: unknown;
  ifMatch?: number;
  person?: Partial<SignedIn>;
  /** What a condition of the policy makes of it, where a role alone would let it in. */
  refused?: Partial<Record<Relation, string>>;
};

export type Ask = (
  method: Representative["method"],
  path: string,
  options: {
    as: string;
    service: boolean;
    roles: readonly Role[];
    body?: unknown;
    ifMatch?: number;
  } & Partial<SignedIn>,
) => Promise<{ status: number; body: Record<string, unknown> }>;

/** Who asks, by what the matter's authority is to it. */
const callers = { own: "533103", child: "533100", sibling: "533102", parent: "533103" } as const;
const outside = new Set([
  "caller/not-allowed",
  "caller/not-service",
  "authority/not-yours",
  "supervision/not-who-ordered",
  "not-found",
]);
const letIn = "let in";

/** What the policy says of a cell. */
function saidOf(action: Action, role: Role, relation: Relation, { method, refused }: Representative): string {
  const anywhere = (["own", "child", "sibling", "parent"] as const).some((one) => mayDo([role], action, one));
  if (!anywhere) return "caller/not-allowed";
  if (mayDo([role], action, relation)) return refused?.[relation] ?? letIn;
  // Who sees a matter is told that it is another's; for all others it is not there.
  return relation === "child" && method !== "GET" ? "authority/not-yours" : "not-found";
}

/** Asks as every role, at a matter of every relation, and expects what the policy says. Gives how many cells that were. */
export async function expectPolicy(action: Action, route: Representative, ask: Ask): Promise<number> {
  const { method, path, person, body, ifMatch } = route;
  const relations: readonly Relation[] =
    typeof path === "string" ? ["own"] : ["own", "child", "sibling", "parent"];
  const cells = relations.flatMap((relation) => roles.map((role) => ({ relation, role })));
  const answers = await Promise.all(
    cells.map(async ({ relation, role }) => {
      const at = typeof path === "string" ? path : relation === "parent" ? path.prefecture : path.county;
      const answer = await ask(method, at, {
        ...person,
        ...(body === undefined ? {} : { body }),
        ...(ifMatch === undefined ? {} : { ifMatch }),
        as: callers[relation],
        roles: [role],
        service: role === "service",
      });
      const code = String(answer.body["code"]);
      // What went wrong inside is let in by no means.
      const became = outside.has(code) || answer.status === 401 || answer.status >= 500 ? code : letIn;
      return `${role}, ${relation}: ${became}`;
    }),
  );
  expect(answers).toEqual(
    cells.map(({ relation, role }) => `${role}, ${relation}: ${saidOf(action, role, relation, route)}`),
  );
  return cells.length;
}

const documented = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ "x-action": z.string().optional() }))),
});

/** The actions of the policy that a service's document names, sorted. */
export function actionsIn(document: unknown): string[] {
  const operations = Object.values(documented.parse(document).paths).flatMap((path) => Object.values(path));
  const named = operations.flatMap((operation) => operation["x-action"] ?? []);
  return [...new Set(named)].filter((action) => action in policy).toSorted();
}
