import {
  availabilityAnswers,
  inspectorCard,
  itemsByCodes,
  snapshotConflict,
  snapshotInspector,
  snapshotTarget,
  targetCard,
  targetNames,
  type CreditOutcome,
  type CreditRepair,
  type InspectionOrigin,
  type ReplacementReason,
  type SnapshotConflict,
  type SnapshotInspector,
  type SnapshotTarget,
} from "@shuangsui/contracts";
import {
  serviceClient,
  ServiceUnavailable,
  type ServiceClient,
  type ServiceClientOptions,
} from "@shuangsui/service-kit";
import type { ReadableStream } from "node:stream/web";
import { z } from "zod";

/** Which targets: of one registry, of these categories (none named: all). */
export type Scope = { targetKind: "entity" | "project"; categories: readonly string[] };
/** An item of the list as the registry has it now (articles 6–8). */
export type ItemNow = z.infer<typeof itemsByCodes>["items"][number];

/** What plans and draws read of the registry, as an authority sees it: whole lists are streamed. */
export type RegistrySnapshot = {
  /** Those of the items that exist, as they are today. */
  items(authority: string, codes: readonly string[]): Promise<ItemNow[]>;
  /** The registered targets of a scope, sorted by code. */
  targets(authority: string, scope: Scope): AsyncIterable<SnapshotTarget>;
  /** The inspectors that may be dealt today. */
  inspectors(authority: string): AsyncIterable<SnapshotInspector>;
  /** Interests declared beforehand. */
  conflicts(authority: string): AsyncIterable<SnapshotConflict>;
};

const streamWithinMs = 600_000;

/** A client of the registry's snapshots. */
function registrySnapshot(options: ServiceClientOptions): RegistrySnapshot {
  const { call } = serviceClient(options);
  const streaming = serviceClient({ ...options, timeoutMs: streamWithinMs });
  return {
    async items(authority, codes) {
      if (codes.length === 0) return [];
      const query = new URLSearchParams({ codes: codes.join(",") });
      return (await call(`/api/v1/items/by-codes?${query.toString()}`, itemsByCodes, { authority })).items;
    },
    targets(authority, { targetKind, categories }) {
      const query = new URLSearchParams({
        kind: targetKind,
        ...(categories.length === 0 ? {} : { categories: categories.join(",") }),
      });
      return lines(streaming, `/api/v1/snapshot/targets?${query.toString()}`, authority, snapshotTarget);
    },
    inspectors: (authority) => lines(streaming, "/api/v1/snapshot/inspectors", authority, snapshotInspector),
    conflicts: (authority) => lines(streaming, "/api/v1/snapshot/conflicts", authority, snapshotConflict),
  };
}

/** Reads an NDJSON answer line by line. @throws Problem as the registry refused it; ServiceUnavailable, also where it breaks off */
async function* lines<T extends z.ZodType>(
  client: ServiceClient,
  path: string,
  authority: string,
  line: T,
): AsyncGenerator<z.infer<T>> {
  const { body } = await client.open(path, { authority });
  if (body === null) throw new ServiceUnavailable("the answer is empty");
  let rest = "";
  for await (const chunk of whole(body)) {
    const texts = (rest + chunk).split("\n");
    rest = texts.pop() ?? "";
    for (const text of texts) if (text !== "") yield line.parse(JSON.parse(text));
  }
  if (rest !== "") throw new ServiceUnavailable("the answer broke off");
}

async function* whole(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of body) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch {
    throw new ServiceUnavailable("the answer broke off");
  }
}

/** A target as the registry knows it now, with its class (article 21). */
export type Target = z.infer<typeof targetAnswer>;

/** What the inspection service asks of the registry. */
export type RegistryClient = RegistrySnapshot & {
  target(authority: string, kind: "entity" | "project", code: string): Promise<Target>;
  /** What a notice says of an inspector (article 25). */
  inspectorCard(authority: string, inspectorId: string): Promise<z.infer<typeof inspectorCard>>;
  /** What those of these targets that it knows are called, by their codes. */
  targetNames(
    authority: string,
    kind: "entity" | "project",
    codes: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
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
  /** Repairs what an inspection entered into its target's credit record (信用修复管理办法). */
  repair(authority: string, inspectionId: string, repair: CreditRepair): Promise<void>;
};

const targetAnswer = targetCard.omit({ address: true });

/** How many targets' names the registry tells at once. */
const namesAtOnce = 1_000;

/** A client of the registry service. */
export function registryClient(options: ServiceClientOptions): RegistryClient {
  const { call } = serviceClient(options);
  const availability = async (authority: string, ids: readonly string[]) => {
    const body = { ids };
    const asked = { method: "POST", authority, body } as const;
    return (await call("/api/v1/inspectors/availability", availabilityAnswers, asked)).items;
  };
  return {
    ...registrySnapshot(options),
    target: (authority, kind, code) =>
      call(`/api/v1/targets/${kind}/${encodeURIComponent(code)}`, targetAnswer, { authority }),
    inspectorCard: (authority, inspectorId) =>
      call(`/api/v1/inspectors/${inspectorId}/card`, inspectorCard, { authority }),
    async targetNames(authority, kind, codes) {
      const names = new Map<string, string>();
      for (let from = 0; from < codes.length; from += namesAtOnce) {
        const body = { codes: codes.slice(from, from + namesAtOnce) };
        const asked = { method: "POST", authority, body } as const;
        const { items } = await call(`/api/v1/targets/${kind}/names`, targetNames, asked);
        for (const { code, name } of items) names.set(code, name);
      }
      return names;
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
    async credit(authority, inspectionId, entry) {
      await call(`/api/v1/credit-records/inspections/${inspectionId}`, z.unknown(), {
        method: "PUT",
        authority,
        body: entry,
      });
    },
    async repair(authority, inspectionId, repair) {
      await call(`/api/v1/credit-records/inspections/${inspectionId}/repair`, z.unknown(), {
        method: "PUT",
        authority,
        body: repair,
      });
    },
  };
}
