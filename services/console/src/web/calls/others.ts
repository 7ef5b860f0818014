import {
  auditOperations,
  disclosureOperations,
  identityOperations,
  registryOperations,
} from "@shuangsui/contracts";

/** The operations of the services that few pages call. */
export const others = {
  registry: registryOperations,
  disclosure: disclosureOperations,
  identity: identityOperations,
  console: auditOperations,
};
