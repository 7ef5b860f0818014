import { authorityOf, Problem, type CampaignCommand, type OwnWitness } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { beforeCommitment, type Campaign } from "./lifecycle.ts";
import { witnessOf } from "./rules.ts";

type Witness = Omit<CampaignCommand<"witness">, "hash">;

/**
 * Who a witness is by the account that it signed in with: its name, and its unit, which is the authority's own where the account
 * names none (article 23). @throws Problem `draw/not-its-witness` where the token names nobody
 */
export function witnessSignedIn({ witness, authority, roles }: Caller): Witness {
  if (witness === undefined) throw new Problem("draw/not-its-witness");
  const { name, unit = authorityOf(authority)?.name ?? authority } = witness;
  return { name, unit, isDrawer: roles.includes("drawer") };
}

/** What a witness needs to know of its draw on the device that makes and keeps its contribution. */
export function ownWitnessOf(
  { title, state, draw, witnesses }: Campaign,
  { name, unit, actor }: { name: string; unit: string; actor: string },
): OwnWitness {
  const bound = witnessOf(witnesses, actor);
  return {
    drawId: draw.id,
    title,
    // What it is bound under is what it reveals under, whatever its account says since.
    name: bound?.name ?? name,
    unit: bound?.unit ?? unit,
    next: nextOf(state, draw.announced_at !== null, bound),
    hash: bound?.hash ?? null,
    revealBy: draw.reveal_by?.toISOString() ?? null,
  };
}

function nextOf(
  state: Campaign["state"],
  isPublic: boolean,
  bound: { contribution: string | null } | undefined,
): OwnWitness["next"] {
  if (beforeCommitment.includes(state)) return "commit";
  if (state !== "committed" || bound === undefined || bound.contribution !== null) return "nothing";
  return isPublic ? "reveal" : "wait";
}
