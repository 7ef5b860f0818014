import { disclosureOperations } from "./disclosure.ts";
import { identityOperations } from "./identity.ts";
import { inspectionOperations } from "./inspection.ts";
import { portalOperations } from "./portal.ts";
import { registryOperations } from "./registry.ts";

export { auditOperations } from "./common.ts";
export {
  disclosureOperations,
  identityOperations,
  inspectionOperations,
  portalOperations,
  registryOperations,
};
export type { Operation } from "./operation.ts";

/**
 * Each service's operations by their ids (`operationIdOf`). Clients are made of this table, and a test holds it against what the
 * services say of themselves.
 */
export const api = {
  registry: registryOperations,
  inspection: inspectionOperations,
  disclosure: disclosureOperations,
  portal: portalOperations,
  identity: identityOperations,
} as const;
