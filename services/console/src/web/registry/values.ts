import type { VersionedKind } from "@shuangsui/contracts";
import type { Texts } from "../words/words.tsx";
import { timeText } from "../parts/time.ts";

/** The value of a register's field as a person reads it: codes by their names, times as Beijing has them. */
export function valueText(
  kind: VersionedKind,
  field: string,
  value: unknown,
  { words, console }: Texts,
): string {
  if (value === null || value === undefined || value === "") return words.label.none;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value))
    return (
      value.map((one: unknown) => valueText(kind, field, one, { words, console })).join(words.comma) ||
      words.label.none
    );
  if (typeof value === "object")
    return Object.entries(value)
      .filter(([name, part]) => name !== "id" && part !== null && typeof part !== "object")
      .map(([, part]) => String(part))
      .join(" ");
  const text = value as string;
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return timeText(text);
  // What is withdrawn is so by another word where it is an interest and where it is a record.
  const statuses: Partial<Record<VersionedKind, Readonly<Record<string, string>>>> = {
    entities: words.targetStatus,
    projects: words.targetStatus,
    inspectors: words.inspectorStatus,
    conflicts: words.conflictStatus,
    "credit-records": words.creditStatus,
    tips: words.tipStatus,
  };
  const groups: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
    category: [words.category],
    riskClass: [words.riskClass],
    status: [statuses[kind] ?? {}],
    kind: [words.inspectorKind, words.creditKind],
    ground: [words.conflictGround],
    origin: [words.inspectionOrigin],
    outcome: [words.creditOutcome],
    samrClass: [words.riskClass],
    types: [words.officerType],
    officerTypes: [words.officerType],
    specialties: [words.specialty],
    targetKind: [words.targetKind],
    businessState: [words.businessState],
    state: [words.projectState],
    removalGround: [words.removalGround],
  };
  return groups[field]?.find((group) => Object.hasOwn(group, text))?.[text] ?? text;
}
