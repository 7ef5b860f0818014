import { sealingKeys } from "@shuangsui/sealing";
import { z } from "zod";
import type { EngineAddress } from "./client.ts";
import { sealedPayloads } from "./payloads.ts";

/** The settings of whoever has to do with the engine. */
export const engineSettings = {
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default("default"),
  /**
   * The key under which the engine is told things, the same for all services and workers: 32 bytes in hex. Another is added by
   * `k2:NEW,k1:OLD`, first as the last of the list everywhere, then as the first; an earlier one is kept as long as histories.
   */
  PAYLOAD_KEY: sealingKeys,
  /** The folder where workers keep what they bundle of workflow code from one start to the next; without it each start bundles anew. */
  WORKFLOW_BUNDLES: z.string().optional(),
};

/** The engine by those settings. */
export function engineAddressOf(settings: z.infer<z.ZodObject<typeof engineSettings>>): EngineAddress {
  return {
    address: settings.TEMPORAL_ADDRESS,
    namespace: settings.TEMPORAL_NAMESPACE,
    payloads: sealedPayloads(settings.PAYLOAD_KEY),
  };
}
