import { Problem, type SnapshotInspector } from "@shuangsui/contracts";
import { randomInt } from "node:crypto";
import type { RegistrySnapshot, Window } from "../neighbours/registry.ts";

/** Somebody who may inspect today. */
export type Candidate = Pick<SnapshotInspector, "id" | "kind" | "types" | "specialties">;

/** What a team needs (articles 21, 25): the least number of officers, and what officers and experts hold between them. */
export type Needs = { officers: number; types: readonly string[]; specialties: readonly string[] };

/** Of an authority's inspectors who may inspect a target today, and who has declared an interest in it (article 24). */
export type Candidates = { free: readonly Candidate[]; barred: ReadonlySet<string> };

/** A lot for one inspection's team, where no draw dealt it: who may be of it, in the order in which they come up, and what it needs. */
export type Lot = { order: readonly Candidate[]; needs: Needs };

/** Asks the registry who may inspect a target today, and on some day of the check. */
export async function candidatesFor(
  registry: Pick<RegistrySnapshot, "inspectors" | "conflicts">,
  authority: string,
  code: string,
  window: Window,
): Promise<Candidates> {
  const barred = new Set<string>();
  for await (const { inspectorId, targetCode } of registry.conflicts(authority, window))
    if (targetCode === code) barred.add(inspectorId);
  const free: Candidate[] = [];
  for await (const { id, kind, types, specialties } of registry.inspectors(authority, window))
    if (!barred.has(id)) free.push({ id, kind, types, specialties });
  return { free, barred };
}

/** Puts candidates into a random order, each order as likely as any other. */
export function castLot(candidates: readonly Candidate[], needs: Needs): Lot {
  const order = [...candidates];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const [one, another] = [order[last], order[other]];
    if (one !== undefined && another !== undefined) [order[last], order[other]] = [another, one];
  }
  return { order, needs };
}

const kinds = ["officer", "expert"] as const;
const needed = ({ types, specialties }: Needs, kind: Candidate["kind"]) =>
  kind === "officer" ? types : specialties;
const held = ({ kind, types, specialties }: Candidate) => (kind === "officer" ? types : specialties);

/** What a team needs of a kind and nobody of it holds. */
function lacking(team: readonly Candidate[], needs: Needs, kind: Candidate["kind"]): string[] {
  const has = new Set(team.filter((one) => one.kind === kind).flatMap(held));
  return needed(needs, kind)
    .filter((need) => !has.has(need))
    .toSorted();
}

/**
 * Article 2: the team that a lot gives, by the rule by which a draw deals: for each type needed whoever comes up first and holds it,
 * where nobody of the team does, then officers up to the number needed; experts for each speciality. The first officer leads.
 * @throws Problem `inspection/team-lacking`
 */
export function teamByLot({ order, needs }: Lot): Candidate[] {
  return kinds.flatMap((kind) => {
    const team: Candidate[] = [];
    const add = (holds: string | null) => {
      const next = order.find(
        (one) => one.kind === kind && !team.includes(one) && (holds === null || held(one).includes(holds)),
      );
      if (next === undefined) throw new Problem("inspection/team-lacking", holds ?? kind);
      team.push(next);
    };
    for (const need of needed(needs, kind).toSorted())
      if (lacking(team, needs, kind).includes(need)) add(need);
    while (kind === "officer" && team.length < Math.max(2, needs.officers)) add(null);
    return team;
  });
}

/**
 * Articles 2, 24, 25: a team that is named has two officers at the least, holds what its items need, and nobody of it has declared
 * an interest in the target; all may inspect today.
 * @throws Problem `inspection/certificate-invalid`, `inspection/team-conflict`, `inspection/team-too-small`, `inspection/team-lacking`
 */
export function teamByName(ids: readonly string[], { free, barred }: Candidates, needs: Needs): Candidate[] {
  const at = (index: number, message: string) => [{ path: `/team/inspectors/${index}`, message }];
  const team = ids.map((id, index) => {
    if (barred.has(id))
      throw new Problem(
        "inspection/team-conflict",
        undefined,
        at(index, "has declared an interest in the target"),
      );
    const one = free.find((candidate) => candidate.id === id);
    if (one === undefined)
      throw new Problem(
        "inspection/certificate-invalid",
        undefined,
        at(index, "is no inspector of the authority who may inspect today"),
      );
    if (ids.indexOf(id) < index)
      throw new Problem("body/invalid", "somebody is named twice", at(index, "is named twice"));
    return one;
  });
  if (team.filter(({ kind }) => kind === "officer").length < 2)
    throw new Problem("inspection/team-too-small");
  const [lacks] = kinds.flatMap((kind) => lacking(team, needs, kind));
  if (lacks !== undefined) throw new Problem("inspection/team-lacking", lacks);
  return kinds.flatMap((kind) => team.filter((one) => one.kind === kind));
}

/**
 * Articles 15, 24: who takes the place of a member, by lot: of its kind, not of the team, not one of those who have left it, and
 * with the rest of the team holding all that is needed. Null where nobody does.
 */
export function replacementFrom(
  { order, needs }: Lot,
  leaving: { kind: Candidate["kind"]; id: string },
  rest: readonly string[],
  left: readonly string[],
): Candidate | null {
  const staying = order.filter(({ id }) => rest.includes(id));
  const taken = [leaving.id, ...rest, ...left];
  return (
    order.find(
      (one) =>
        one.kind === leaving.kind &&
        !taken.includes(one.id) &&
        lacking([...staying, one], needs, leaving.kind).length === 0,
    ) ?? null
  );
}
