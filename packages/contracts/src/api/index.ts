import { commonOperations } from "./common.ts";
import { disclosureOperations } from "./disclosure.ts";
import { identityOperations } from "./identity.ts";
import { inspectionOperations } from "./inspection.ts";
import { portalOperations } from "./portal.ts";
import { registryOperations } from "./registry.ts";

export type { Operation } from "./operation.ts";

const { getCommandsById, ...ofAll } = commonOperations;

/**
 * Each service's operations by their ids (`operationIdOf`). Clients are made of this table, and a test holds it against what the
 * services say of themselves.
 */
export const api = {
  registry: { ...registryOperations, ...ofAll },
  inspection: { ...inspectionOperations, ...ofAll, getCommandsById },
  disclosure: { ...disclosureOperations, ...ofAll, getCommandsById },
  portal: portalOperations,
  identity: identityOperations,
} as const;
