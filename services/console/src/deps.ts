import type { Logger, ServiceClient } from "@shuangsui/service-kit";

/** What the console needs from elsewhere. */
export type ConsoleDeps = {
  logger: Logger;
  /** The inspection service, which knows every inspection and campaign. */
  inspection: ServiceClient;
  /** The public portal's base URL: pages link there. */
  disclosureUrl: string;
};
