import { createSealer, type SealingKeys } from "@shuangsui/sealing";
import type { DataConverter, Payload, PayloadCodec } from "@temporalio/common";
import proto from "@temporalio/proto";
import { join } from "node:path";

const { Payload: ProtoPayload } = proto.temporal.api.common.v1;
const place = { field: "temporal.payload", row: "" };
const encoding = Buffer.from("binary/sealed");

/** Whether the codec made it: one that it did not passes through, such as those of a history recorded in the clear. */
const isSealed = ({ metadata }: Payload) =>
  metadata?.["encoding"] !== undefined && encoding.equals(metadata["encoding"]);

/**
 * Seals what workflows hold (arguments, results, failures, details, summaries) before the engine sees it. Another key is added as the
 * first; earlier ones are kept as long as the engine keeps histories. Workflow ids, names and search attributes stay plain.
 */
export function sealedPayloads(keys: SealingKeys): PayloadCodec {
  const sealer = createSealer(keys);
  return {
    encode: async (payloads) =>
      payloads.map((payload) => ({
        metadata: { encoding },
        data: sealer.sealBytes(place, ProtoPayload.encode(payload).finish()),
      })),
    decode: async (payloads) =>
      payloads.map((payload) =>
        isSealed(payload)
          ? ProtoPayload.decode(sealer.openBytes(place, payload.data ?? new Uint8Array()))
          : payload,
      ),
  };
}

/** The file that the SDK loads for failures. */
export const failureConverterPath = join(import.meta.dirname, "failure-converter.ts");

/** What clients and workers convert by. */
export function converterBy(payloads: PayloadCodec): DataConverter {
  return { payloadCodecs: [payloads], failureConverterPath };
}

/**
 * A history (as JSON, or a part of it) with its payloads as they were before the codec, for whoever reads or records it.
 */
export async function decoded(history: unknown, payloads: PayloadCodec): Promise<unknown> {
  if (Array.isArray(history)) return Promise.all(history.map((one) => decoded(one, payloads)));
  if (typeof history !== "object" || history === null) return history;
  const payload = payloadOf(history);
  if (payload !== undefined && isSealed(payload)) {
    const [open] = await payloads.decode([payload]);
    return open === undefined ? history : jsonOf(open);
  }
  const entries = Object.entries(history).map(
    async ([name, value]) => [name, await decoded(value, payloads)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** A payload as JSON has it: names with bytes in base64. */
export function payloadOf(json: object): Payload | undefined {
  if (!("metadata" in json) || typeof json.metadata !== "object" || json.metadata === null) return undefined;
  const metadata = Object.entries(json.metadata).map(([name, value]) => [name, bytesOf(value)] as const);
  return { metadata: Object.fromEntries(metadata), data: bytesOf("data" in json ? json.data : "") };
}

/** A payload in JSON. */
export function jsonOf({ metadata, data }: Payload): object {
  const names = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64Of(value)] as const);
  return { metadata: Object.fromEntries(names), data: base64Of(data ?? new Uint8Array()) };
}

const bytesOf = (value: unknown) => Buffer.from(typeof value === "string" ? value : "", "base64");
const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
