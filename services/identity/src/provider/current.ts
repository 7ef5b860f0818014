import type Provider from "oidc-provider";
import type { KeySet, Keys } from "../keys/store.ts";
import { createProvider, type ProviderOptions } from "./provider.ts";

/** What signs tokens now. */
export type Signing = { readonly provider: Provider; readonly keys: KeySet };

/** How long, in milliseconds, the keys are believed before the database is asked again. */
const believedMs = 2_000;

/**
 * Gives the provider over the keys of now: where a command has changed them, another takes its place at the next request,
 * without a restart. Nothing is asked while nobody calls.
 */
export function currentSigning(keys: Keys, options: Omit<ProviderOptions, "keys">): () => Promise<Signing> {
  let known: (Signing & { of: string }) | undefined;
  let readAt = -Infinity;
  return async () => {
    if (known !== undefined && performance.now() - readAt < believedMs) return known;
    const read = await keys.current();
    readAt = performance.now();
    const of = read.map(({ kid }) => kid).join();
    known =
      known?.of === of ? known : { of, keys: read, provider: createProvider({ ...options, keys: read }) };
    return known;
  };
}
