import { follow } from "../follow.ts";
import { supervisionKind, type SupervisionInput, type SupervisionState } from "./contract.ts";

/** Carries one supervision order (督办) until it is closed or withdrawn (article 4). */
export async function supervision(input: SupervisionInput): Promise<void> {
  const it = await follow<SupervisionState, never>(supervisionKind, input);
  await it.past("opened"); // 4: the subordinate confirms receipt
  await it.past("received", "escalated"); // 4: it answers by its day, else the superior of who ordered hears of it
  await it.past("answered"); // 4: who ordered closes it, or gives it back by a new day: then the way is gone anew
  return it.ends();
}
