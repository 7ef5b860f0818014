import {
  api,
  type inspectorCard,
  type itemsByCodes,
  type targetCard,
  type targetNames,
  type tipCard,
  type CreditOutcome,
  type FilterQuery,
  type SavedFilter,
  type CreditRepair,
  type InspectionOrigin,
  type MergeInForce,
  type RepairDue,
  type ReplacementReason,
  type SnapshotConflict,
  type SnapshotInspector,
  type SnapshotItem,
  type SnapshotTarget,
  type Statistic,
} from "@shuangsui/contracts";
import { serviceClient, systemScope, type ServiceClientOptions } from "@shuangsui/service-kit";
import type { z } from "zod";

/** Which targets: of one registry, of these categories (none named: all), and of those what a filter's query gives. */
export type Scope = {
  targetKind: "entity" | "project";
  categories: readonly string[];
  narrowed?: FilterQuery | undefined;
};
/** An item of the list as the registry has it now (articles 6–8). */
export type ItemNow = z.infer<typeof itemsByCodes>["items"][number];

/** What plans and draws read of the registry, as an authority sees it: whole lists are streamed. */
export type RegistrySnapshot = {
  /** Those of the items that exist, as they are today. */
  items(authority: string, codes: readonly string[]): Promise<ItemNow[]>;
  /** The registered targets of a scope, sorted by code. */
  targets(authority: string, scope: Scope): AsyncIterable<SnapshotTarget>;
  /** How many these are now. */
  countTargets(authority: string, scope: Scope): Promise<number>;
  /** Those of these filters that all in the authority share. */
  filters(authority: string, ids: readonly string[]): Promise<SavedFilter[]>;
  /** The inspectors that may be dealt today, and may inspect on some day of the window. */
  inspectors(authority: string, window: Window): AsyncIterable<SnapshotInspector>;
  /** Interests declared beforehand that hold on some day of the window. */
  conflicts(authority: string, window: Window): AsyncIterable<SnapshotConflict>;
  /** Which targets are merged, of all authorities. */
  merges(): Promise<MergeInForce[]>;
  /** How complete the registry is against the lists of others, and which inspectors are not to be drawn, by numbers and grounds. */
  completeness(authority: string, kind: Scope["targetKind"], window: Window): Promise<Statistic[]>;
};
/** The days on which a check may take place, both included. */
export type Window = { from: string; until: string };

const streamWithinMs = 600_000;
type Registry = ReturnType<typeof clientOf>;
const clientOf = (options: ServiceClientOptions) => serviceClient(api.registry, options);

const queryOf = ({ targetKind: kind, categories, narrowed }: Scope) => ({
  kind,
  ...(categories.length === 0 ? {} : { categories: categories.join(",") }),
  ...(narrowed === undefined ? {} : { filter: JSON.stringify(narrowed) }),
});

/** A client of the registry's snapshots. */
function registrySnapshot(registry: Registry): RegistrySnapshot {
  const timeoutMs = streamWithinMs;
  return {
    async items(authority, codes) {
      if (codes.length === 0) return [];
      return (await registry.getItemsByCodes({ authority, query: { codes: codes.join(",") } })).items;
    },
    async filters(authority, ids) {
      if (ids.length === 0) return [];
      return (await registry.getSnapshotFilters({ authority, query: { ids: ids.join(",") } })).items;
    },
    targets: (authority, scope) =>
      registry.getSnapshotTargets({ ...{ authority, timeoutMs }, query: queryOf(scope) }),
    countTargets: async (authority, scope) =>
      (await registry.getSnapshotTargetsCount({ ...{ authority, timeoutMs }, query: queryOf(scope) })).count,
    inspectors: (authority, query) => registry.getSnapshotInspectors({ authority, timeoutMs, query }),
    conflicts: (authority, query) => registry.getSnapshotConflicts({ authority, timeoutMs, query }),
    merges: async () => (await registry.getSnapshotMerges({ authority: systemScope })).items,
    completeness: async (authority, kind, window) =>
      (await registry.getSnapshotCompleteness({ authority, query: { kind, ...window } })).statistics,
  };
}

/** A target as the registry knows it now, with its class (article 21). */
export type Target = Omit<z.infer<typeof targetCard>, "address">;

/** What a target is called, and the division code in which it is registered. */
export type NamedTarget = Omit<z.infer<typeof targetNames>["items"][number], "code">;

/** What may bring an inspection about without a draw, as the registry has it (article 2). */
export type Tip = z.infer<typeof tipCard>;

/** What the inspection service asks of the registry. */
export type RegistryClient = RegistrySnapshot & {
  /** What a tip says of its origin and target. */
  tip(authority: string, id: string): Promise<Tip>;
  /** Tells which inspection a tip brought about. Every call may be made again. */
  tipInspected(authority: string, id: string, inspectionId: string): Promise<void>;
  /** The whole list of what may be inspected at random. */
  list(authority: string): AsyncIterable<SnapshotItem>;
  target(authority: string, kind: "entity" | "project", code: string): Promise<Target>;
  /** What a notice says of an inspector (article 25). */
  inspectorCard(authority: string, inspectorId: string): Promise<z.infer<typeof inspectorCard>>;
  /** What those of these targets that it knows are called, and where they are, by their codes. */
  targetNames(
    authority: string,
    kind: "entity" | "project",
    codes: readonly string[],
  ): Promise<ReadonlyMap<string, NamedTarget>>;
  /** What townships are called, by their codes. */
  townshipNames(authority: string): Promise<ReadonlyMap<string, string>>;
  /** Which of these inspectors it has as such who may not inspect today: why, and by which version of the entry (article 15). */
  unavailable(
    authority: string,
    inspectorIds: readonly string[],
  ): Promise<ReadonlyMap<string, { reason: ReplacementReason; version: number }>>;
  /** Which of these inspectors may not inspect today, or are none that it knows (article 25). */
  invalidCertificates(authority: string, inspectorIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Enters the outcome of an inspection into the target's credit record, or corrects it (article 31). */
  credit(
    authority: string,
    inspectionId: string,
    entry: {
      targetCode: string;
      targetKind: "entity" | "project";
      origin: InspectionOrigin;
      /** None takes back what was entered. */
      outcome: CreditOutcome | null;
      on: string;
      revision: number;
    },
  ): Promise<void>;
  /** What came into the registry as repaired that inspections have entered, of all authorities, until they hand it over. */
  repairsDue(): Promise<RepairDue[]>;
  /** Repairs what an inspection entered into its target's credit record (信用修复管理办法). */
  repair(authority: string, inspectionId: string, repair: CreditRepair): Promise<void>;
};

/** How many targets' names the registry tells at once. */
const namesAtOnce = 1_000;

/** A client of the registry service. */
export function registryClient(options: ServiceClientOptions): RegistryClient {
  const registry = clientOf(options);
  const availability = async (authority: string, ids: readonly string[]) =>
    (await registry.postInspectorsAvailability({ authority, body: { ids: [...ids] } })).items;
  return {
    ...registrySnapshot(registry),
    tip: (authority, id) => registry.getTipsByIdCard({ authority, params: { id } }),
    tipInspected: (authority, id, inspectionId) =>
      registry.done("putTipsByIdInspection", { authority, params: { id }, body: { inspectionId } }),
    list: (authority) => registry.getSnapshotItems({ authority }),
    async target(authority, kind, code) {
      const { address: _address, ...target } = await registry.getTargetsByKindByCode({
        authority,
        params: { kind, code },
      });
      return target;
    },
    inspectorCard: (authority, inspectorId) =>
      registry.getInspectorsByRefCard({ authority, params: { ref: inspectorId } }),
    async targetNames(authority, kind, codes) {
      const named = new Map<string, NamedTarget>();
      for (let from = 0; from < codes.length; from += namesAtOnce) {
        const body = { codes: codes.slice(from, from + namesAtOnce) };
        const { items } = await registry.postTargetsByKindNames({ authority, params: { kind }, body });
        for (const { code, ...target } of items) named.set(code, target);
      }
      return named;
    },
    async townshipNames(authority) {
      const { items } = await registry.getTownships({ authority });
      return new Map(items.flatMap(({ code, name }) => (name === null ? [] : [[code, name]])));
    },
    async invalidCertificates(authority, inspectorIds) {
      const items = await availability(authority, inspectorIds);
      const valid = new Set(items.filter(({ reason }) => reason === null).map(({ id }) => id));
      return new Set(inspectorIds.filter((id) => !valid.has(id)));
    },
    async unavailable(authority, inspectorIds) {
      const items = await availability(authority, inspectorIds);
      return new Map(
        items.flatMap(({ id, reason, version }) =>
          reason === null || reason === "unknown" || version === null ? [] : [[id, { reason, version }]],
        ),
      );
    },
    credit: (authority, inspectionId, body) =>
      registry.done("putCreditRecordsInspectionsByInspectionId", {
        authority,
        params: { inspectionId },
        body,
      }),
    repairsDue: async () => (await registry.getSnapshotRepairs({ authority: systemScope })).items,
    repair: (authority, inspectionId, body) =>
      registry.done("putCreditRecordsInspectionsByInspectionIdRepair", {
        authority,
        params: { inspectionId },
        body,
      }),
  };
}
