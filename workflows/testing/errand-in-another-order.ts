import { follow } from "../follow.ts";
import type { MatterInput } from "@shuangsui/contracts";
import { errandKind } from "./errand.ts";

/** The same errand by code that does the steps in another order: what the first has begun it can't replay. */
export async function errand(input: MatterInput): Promise<void> {
  const it = await follow<"away" | "back", "fetch" | "bring" | "rest">(
    { ...errandKind, passTime: "passAnotherTime" },
    input,
  );
  await it.does("rest");
  it.whenever("bring");
  it.whenever("fetch");
  await it.past("away");
  return it.ends();
}
