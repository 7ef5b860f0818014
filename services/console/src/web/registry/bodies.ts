import {
  conflictChange,
  creditRecordChange,
  day,
  filterChange,
  id,
  itemChange,
  legalBasisChange,
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

export const renamedFilter = filterChange.omit({ query: true });
