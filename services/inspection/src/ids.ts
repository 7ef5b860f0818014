import { v5 as uuidv5 } from "uuid";

const space = "5e3a1c3e-7c1b-5d5e-9b0a-6f1d2a4c8e10";

/** An id that follows from what it names, so that doing a thing twice is doing it once. */
export function idOf(...parts: readonly (string | number)[]): string {
  return uuidv5(parts.join("/"), space);
}

/** The publication of an inspection's result, or of one revision of a plan. */
export function publicationIdOf(subjectId: string, revision?: number): string {
  return revision === undefined ? idOf("publication", subjectId) : idOf("publication", subjectId, revision);
}
