import type { MatterInput } from "@shuangsui/contracts";

/** The workflow of a file that is brought into a register. Ids, states and lengths of time only. */
export const importWorkflowType = "importing";
export type ImportInput = MatterInput;

/** The one id of an import's workflow. */
export function importWorkflowId(id: string): string {
  return `import/${id}`;
}

/** What is to be done next with an import by its row, and after how long, in milliseconds, it is forgotten with its file. */
export type ImportStanding = { next: "read" | "apply" | "rest"; forgetInMs: number };

export const readFileName = "readImportFile";
export const applyImportName = "applyImport";
export const forgetImportName = "forgetImport";
export const giveUpImportName = "giveUpImport";

export type ImportActivities = {
  /** Reads the file and checks it against the register. */
  [readFileName](input: ImportInput): Promise<ImportStanding>;
  /** Writes what was checked, once, however often it is asked to. */
  [applyImportName](input: ImportInput): Promise<ImportStanding>;
  /** Says of one that cannot be carried through that it is refused. */
  [giveUpImportName](input: ImportInput): Promise<ImportStanding>;
  /** Removes the import with its file and its faults. */
  [forgetImportName](input: ImportInput): Promise<void>;
};
