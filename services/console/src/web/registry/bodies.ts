import {
  conflictChange,
  creditRecordChange,
  day,
  entityChange,
  filterChange,
  id,
  inspectorChange,
  itemChange,
  legalBasisChange,
  newItem,
  newMerge,
  period,
  projectChange,
  proposalAnswer,
  removalGround,
} from "@shuangsui/contracts";
import { z } from "zod";

// What forms of the registers ask for, where that is a part alone of what is sent. Once for all: a form reads its fields anew from another schema.

const { reason } = legalBasisChange.shape;
/** A repeal is the last day on which a basis is in force (article 8). */
export const basisRepeal = z.strictObject({ validTo: day, reason });
export const basisCorrection = legalBasisChange.omit({ version: true });

export const conflictCorrection = conflictChange.omit({ status: true });
export const conflictWithdrawal = conflictChange.pick({ reason: true, version: true, status: true });
export const creditWithdrawal = creditRecordChange.pick({ reason: true, version: true, status: true });

/** By their ids, as they are chosen: sheets name them as they are cited. */
export const itemBases = z.strictObject({
  bases: z.array(id).max(20),
  ...itemChange.pick({ reason: true, version: true }).shape,
});

export const itemByHand = z.strictObject({ ...newItem.shape, ...itemBases.pick({ bases: true }).shape });

/** A correction shows an entry whole: what is blank in the form is blank from then on, and what is never blank is asked for. */
const whole = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).required();
const { status: _entity, removalGround: _ofEntity, version: _v1, ...ofEntity } = entityChange.shape;
export const entityCorrection = whole(ofEntity);
const { status: _project, removalGround: _ofProject, version: _v2, ...ofProject } = projectChange.shape;
export const projectCorrection = whole(ofProject);
export const inspectorCorrection = whole(
  inspectorChange.omit({ status: true, leaves: true, version: true }).shape,
);
export const itemCorrection = whole(itemChange.omit({ bases: true, version: true }).shape);

/** Taken out of the register on a ground, or back into it (article 15). */
export const takingOut = z.strictObject({ removalGround, reason });
export const takingBack = z.strictObject({ reason });

export const inspectorStanding = whole(inspectorChange.pick({ status: true, reason: true }).shape);
export const newLeave = z.strictObject({ ...period.shape, reason });
export const leavesCorrection = whole(inspectorChange.pick({ leaves: true, reason: true }).shape);

/** Why one consents to a proposal, refuses or withdraws it. */
export const answerToProposal = proposalAnswer.omit({ consent: true });

/** Which of two is kept: the other is the one that is merged into it. */
export const mergeOfTwo = newMerge.pick({ kept: true, reason: true });

export const renamedFilter = filterChange.omit({ query: true });
