import { serviceClient, type ServiceClientOptions } from "@shuangsui/service-kit";
import { z } from "zod";
import { registrySnapshot, type RegistrySnapshot } from "./draws/registry-snapshot.ts";

/** A target as the registry knows it now. */
export type Target = { code: string; name: string; kind: "entity" | "project" };

/** What the inspection service asks of the registry. */
export type RegistryClient = RegistrySnapshot & {
  target(authority: string, kind: "entity" | "project", code: string): Promise<Target>;
  /** Which of these inspectors hold no valid certificate today. */
  invalidCertificates(authority: string, inspectorIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Enters the outcome of an inspection into the target's credit record, once (article 31). */
  credit(
    authority: string,
    inspectionId: string,
    entry: {
      targetCode: string;
      targetKind: "entity" | "project";
      outcome: "clean" | "violation";
      on: string;
    },
  ): Promise<void>;
};

const targetAnswer = z.object({ code: z.string(), name: z.string(), kind: z.enum(["entity", "project"]) });
const certificatesAnswer = z.object({ items: z.array(z.object({ id: z.string(), valid: z.boolean() })) });

/** A client of the registry service. */
export function registryClient(options: ServiceClientOptions): RegistryClient {
  const { call } = serviceClient(options);
  return {
    ...registrySnapshot(options),
    target: (authority, kind, code) =>
      call(`/api/v1/targets/${kind}/${encodeURIComponent(code)}`, targetAnswer, { authority }),
    async invalidCertificates(authority, inspectorIds) {
      const { items } = await call("/api/v1/inspectors/certificates", certificatesAnswer, {
        method: "POST",
        authority,
        body: { ids: inspectorIds },
      });
      const valid = new Set(items.filter((item) => item.valid).map((item) => item.id));
      return new Set(inspectorIds.filter((id) => !valid.has(id)));
    },
    async credit(authority, inspectionId, entry) {
      await call(`/api/v1/credit-records/inspections/${inspectionId}`, z.unknown(), {
        method: "PUT",
        authority,
        body: entry,
      });
    },
  };
}
