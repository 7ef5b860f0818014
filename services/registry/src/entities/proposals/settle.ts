import { Problem } from "@shuangsui/contracts";
import { seeingAll, type Caller } from "@shuangsui/service-kit";
import type { Work } from "../../register/register.ts";
import { keepVersions } from "../../register/store.ts";
import { nextVersion } from "../../register/table.ts";
import { hasSharedChange, withShared } from "../rules.ts";
import { sharedEntities, supervisorsOf, updateEntity } from "../store.ts";
import type { EntityRow } from "../tables.ts";
import { waitsFor } from "./rules.ts";
import { answersOf, endProposal, openProposals, outdateProposals } from "./store.ts";
import type { Answer, Proposal } from "./tables.ts";

type By = { caller: Caller; at: Date };

/**
 * What a change of an entity means for what is proposed of it (article 5): where what is shared has changed, all of that is
 * outdated; where somebody no longer supervises it, its consent is not waited for. Gives the entity as it stands then.
 */
export async function settleProposals(
  work: Work,
  row: EntityRow,
  before: EntityRow,
  by: By,
): Promise<EntityRow> {
  if (hasSharedChange(before, row)) {
    await outdateProposals(work, row.code, by.at);
    return row;
  }
  if (before.status !== "active" || row.status !== "deregistered") return row;
  const open = await openProposals(work, row.code);
  if (open.length === 0) return row;
  const answers = await answersOf(
    work,
    open.map(({ id }) => id),
  );
  const supervisions = await supervisorsOf(work, by.caller.authority, row.code);
  const agreed = open.find((one) => waitsFor(one, answers.get(one.id) ?? [], supervisions).length === 0);
  if (agreed === undefined) return row;
  return { ...row, ...(await applyProposal(work, agreed, answers.get(agreed.id) ?? [], by)) };
}

/**
 * Writes what is proposed as the entity's next version, in the proposer's name and with who consented; what else was proposed of
 * it is outdated. The entity is locked. Gives what is shared of it then.
 */
export async function applyProposal(
  work: Work,
  proposal: Proposal,
  answers: readonly Answer[],
  { caller, at }: By,
) {
  const { id, credit_code: code, authority, actor, reason, changes } = proposal;
  const row = (await sharedEntities(work, [code])).get(code);
  if (row === undefined) throw new RangeError("an entity is never removed");
  const changed = withShared(nextVersion(row, at), changes);
  const consented = answers.filter(({ consent }) => consent).map((one) => one.authority);
  if (!(await updateEntity(work, changed))) throw new Problem("registry/version-conflict");
  // The version is the proposer's, whoever consents last.
  await seeingAll(work, caller.authority, () =>
    keepVersions(work, "entities", [{ subject: code, row: changed, before: row, shared: true, consented }], {
      caller: { authority, actor },
      at,
      reason,
    }),
  );
  await endProposal(work, id, { status: "applied", applied_version: changed.version }, at);
  await outdateProposals(work, code, at);
  const { id: _id, authority: _authority, status: _status, removal_ground: _ground, ...rest } = changed;
  const { contact_name: _name, contact_phone: _phone, contacts: _contacts, ...shared } = rest;
  return shared;
}
