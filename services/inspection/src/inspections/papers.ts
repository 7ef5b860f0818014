import { paperKind, type InspectionPapers } from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Work } from "../tables.ts";
import type { Inspection, Signature } from "./tables.ts";

type Paper = InspectionPapers["items"][number];
type Version = Paper["versions"][number];

/** Papers that supplement another, by the kind of that (article 26). */
const supplements: Readonly<Record<string, string>> = { "record-supplement": "record" };

const contents = z.record(z.string(), z.unknown());

/** The papers of an inspection with all their versions, in the order in which they were written (articles 25–30). */
export async function papersOf(
  work: Work,
  { id, signatures }: Pick<Inspection, "id" | "signatures">,
): Promise<Paper[]> {
  const rows = await work
    .selectFrom("document")
    .select(["kind", "revision", "at", "actor", "content"])
    .where("matter_id", "=", id)
    .orderBy("at")
    .orderBy("kind")
    .orderBy("revision")
    .execute();
  const papers = Map.groupBy(rows, ({ kind }) => supplements[kind] ?? kind);
  return [...papers].map(([kind, versions]) => ({
    kind: paperKind.parse(kind),
    versions: versions.map((version, index) => ({
      version: index + 1,
      form: version.kind in supplements ? "supplement" : "original",
      at: version.at.toISOString(),
      actor: version.actor,
      ...signaturesUnder(signatures, version),
      content: contents.parse(version.content),
      sha256: hashOf(version.content),
    })),
  }));
}

/** Of a paper that officers sign: its revision, by which they do, and who did. */
function signaturesUnder(
  signatures: readonly Signature[],
  { kind, revision }: { kind: string; revision: number },
): Pick<Version, "revision" | "signatures"> {
  const under = signatures.filter((one) => one.paper === kind && one.revision === revision);
  if (under.length === 0) return {};
  return { revision, signatures: under.map(({ number, actor, at }) => ({ number, actor, at })) };
}

/** The hash of what a paper says, whatever the order in which its fields were written or are stored. */
function hashOf(content: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(inOrder(content)))
    .digest("hex");
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
