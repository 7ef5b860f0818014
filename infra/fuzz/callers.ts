import { accountRoles } from "@shuangsui/contracts";
import { clientCredentials } from "@shuangsui/service-kit";
import type { Stack } from "../embedded/stack.ts";

/** The services that describe themselves, each with whether it asks who calls. */
export const fuzzed = ["registry", "inspection", "disclosure", "portal", "identity"] as const;
export type Fuzzable = (typeof fuzzed)[number];

export const authority = "533103";

/** Who calls a service: what the outcome names him, and the headers that he sends as long as his token holds. */
export type Caller = { name: string; headers(): Promise<Record<string, string>> };

/** Everybody who may call a service: a person in each role, in all of them, another service, and whoever is not signed in. */
export function callersOf(stack: Stack, service: Fuzzable): Caller[] {
  const nobody: Caller = { name: "nobody", headers: async () => ({}) };
  if (service === "portal") return [nobody];
  return [everyRole(stack), ...accountRoles.map((role) => personIn(stack, role)), another(stack), nobody];
}

/** A person in every role at once, whom nothing is refused for a role's sake. */
export function everyRole({ people }: Stack): Caller {
  return {
    name: "every-role",
    headers: async () => bearing(await people.tokenFor({ authority, actor: "every-role" })),
  };
}

function personIn({ people }: Stack, role: (typeof accountRoles)[number]): Caller {
  return {
    name: role,
    headers: async () => bearing(await people.tokenFor({ authority, actor: role, roles: [role] })),
  };
}

/** One of the system's own services, on behalf of an authority. */
function another({ endpoints, secrets }: Stack): Caller {
  const credentials = clientCredentials({
    issuer: endpoints.identity,
    clientId: "inspection",
    clientSecret: secrets.clients.inspection,
  });
  return {
    name: "service",
    headers: async () => ({ ...bearing(await credentials.token()), "x-authority": authority }),
  };
}

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
