import { api, type ListedItem, type RiskTable } from "@shuangsui/contracts";
import { serviceClient, systemScope, type ServiceClientOptions } from "@shuangsui/service-kit";

/** What disclosure asks of the registry. */
export type RegistryClient = {
  /** The whole list of what an authority may inspect at random, sorted by code (articles 6, 7). */
  itemList(authority: string): AsyncIterable<ListedItem>;
  /** All versions of the rules of risk classes (article 21). */
  riskTables(): Promise<RiskTable[]>;
};

/** A client of the registry service. */
export function registryClient(options: ServiceClientOptions): RegistryClient {
  const registry = serviceClient(api.registry, options);
  return {
    itemList: (authority) => registry.getSnapshotItems({ authority }),
    riskTables: async () => (await registry.getRiskTable({ authority: systemScope })).items,
  };
}
