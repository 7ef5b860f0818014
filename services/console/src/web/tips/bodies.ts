import { tipChange } from "@shuangsui/contracts";

/** Why a tip is dismissed or taken up again. */
export const tipJudgement = tipChange.omit({ version: true, status: true });
