import { proofForm, type BeaconProof } from "./beacons/beacon.ts";
import { rootForm } from "./commitment.ts";
import { hex64, object, readJson, text, type Form } from "./json-form.ts";
import { rootOf, type Root } from "./merkle.ts";
import { at } from "./refusal.ts";

/** What is made public after the checks: the content of `reveal.json`. */
export interface Reveal {
  readonly drawId: string;
  readonly secret: string;
  readonly beacon: { readonly value: string; readonly proof: BeaconProof };
  readonly result: Root;
  readonly recusals: Root;
  readonly teams: Root;
}

const revealForm: Form<Reveal> = object({
  drawId: text,
  secret: hex64,
  beacon: object({ value: hex64, proof: proofForm }),
  result: rootForm,
  recusals: rootForm,
  teams: rootForm,
});

/** Reads `reveal.json` by its form. @throws Refusal */
export function readReveal(revealText: string): Reveal {
  return at("reveal.json", 1, () => readJson(revealText, revealForm));
}

/** What a reveal is made of; `result`, `recusals` and `teams` are the texts of these files. */
export interface RevealParts {
  readonly drawId: string;
  readonly secret: string;
  readonly beacon: { readonly value: string; readonly proof: BeaconProof };
  readonly result: string;
  readonly recusals: string;
  readonly teams: string;
}

/** The text of `reveal.json`. @throws Refusal if a part is of another form */
export function writeReveal({
  drawId,
  secret,
  beacon: { value, proof },
  result,
  recusals,
  teams,
}: RevealParts): string {
  const revealText = JSON.stringify({
    drawId,
    secret,
    beacon: { value, proof },
    result: rootOf(result),
    recusals: rootOf(recusals),
    teams: rootOf(teams),
  } satisfies Reveal);
  readReveal(revealText);
  return revealText;
}
