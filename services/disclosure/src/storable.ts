import type { z } from "zod";

/** A body in which every text, names and free values among them, is one that PostgreSQL can hold. */
export function storable<T extends z.ZodType>(body: T): T {
  return body.refine(canBeStored, "contains a NUL character or is not well-formed Unicode");
}

function canBeStored(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, part]) => canBeStored(name) && canBeStored(part));
}
