import type { Connection } from "@temporalio/client";
import { attributes } from "./names.ts";
import type { temporal } from "@temporalio/proto";

/** Registers the search attributes with the engine: a workflow that sets an unknown one would retry for ever. */
export async function registerAttributes(connection: Connection, namespace: string): Promise<void> {
  const wanted: Record<string, temporal.api.enums.v1.IndexedValueType> = {
    [attributes.authority.name]: keyword,
  };
  const known = await connection.operatorService
    .listSearchAttributes({ namespace })
    .catch(unless(notImplemented));
  const missing = Object.fromEntries(
    Object.entries(wanted).filter(([name]) => known?.customAttributes?.[name] === undefined),
  );
  if (Object.keys(missing).length === 0) return;
  await connection.operatorService
    .addSearchAttributes({ namespace, searchAttributes: missing })
    .catch(unless(alreadyThere));
}

// The engine's number of the type: its enum is not there for modules at run time.
const keyword = 2;

// gRPC's codes. The time-skipping server adds attributes but does not list them; two workers may add at the same time.
const notImplemented = 12;
const alreadyThere = 6;

function unless(code: number): (error: unknown) => undefined {
  return (error) => {
    if (typeof error === "object" && error !== null && "code" in error && error.code === code)
      return undefined;
    throw error;
  };
}
