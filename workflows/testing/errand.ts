import { follow, type MatterKind } from "../follow.ts";
import type { MatterInput } from "@shuangsui/contracts";

/** The smallest matter that the kernel can follow: an errand with three deeds, of which one may last. */
export const errandKind: MatterKind<"fetch" | "bring" | "rest"> = {
  commands: ["hurry"],
  deeds: ["fetch", "bring", "rest"],
  lasting: ["rest"],
  passTime: "passErrandTime",
  decide: "decideErrand",
};

export async function errand(input: MatterInput): Promise<void> {
  const it = await follow<"away" | "back", "fetch" | "bring" | "rest">(errandKind, input);
  it.whenever("fetch");
  it.whenever("bring");
  await it.past("away");
  await it.does("rest");
  return it.ends();
}
