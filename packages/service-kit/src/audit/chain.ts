import type { AuditEntry, AuditHead, AuditLink } from "@shuangsui/contracts";
import { createHash } from "node:crypto";

/** The head of a chain without links. */
export const noLinks: AuditHead = { seq: 0, hash: "0".repeat(64) };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * The hash of an entry: SHA-256 over the JSON array of its fields in this order, names within `before` and `after` sorted. Its
 * id is random, so that whoever sees the hash alone cannot guess the entry.
 */
export function entryHashOf(entry: AuditEntry): string {
  const { id, at, authority, callerAuthority, actor, action, subject, code, remote, requestId } = entry;
  const facts = [sorted(entry.before), sorted(entry.after)];
  return sha256(
    JSON.stringify([
      ...[id, at, authority, callerAuthority, actor, action, subject, code],
      ...facts,
      ...[remote, requestId],
    ]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}

/** The link that follows a head. */
export function linkAfter(
  head: AuditHead,
  { authority, entryHash }: Pick<AuditLink, "authority" | "entryHash">,
): Pick<AuditLink, "seq" | "authority" | "entryHash" | "hash"> {
  const seq = head.seq + 1;
  return {
    seq,
    authority,
    entryHash,
    hash: sha256([head.hash, seq, authority, entryHash].join("\n")),
  };
}

/** What is wrong with a chain, by the number of the link at which it shows. */
export type ChainFault = {
  seq: number;
  fault:
    | "link-missing"
    | "link-changed"
    | "entry-missing"
    | "entry-changed"
    | "head-missing"
    | "head-changed";
};

/** Takes a chain's links in order, from its first on. */
export type ChainCheck = {
  take(link: AuditLink): void;
  /** What is wrong, and the head by which the chain can be checked again later. */
  end(): { faults: readonly ChainFault[]; head: AuditHead; entries: number };
};

/**
 * Checks a chain: that no link is missing or changed, that each entry which the reader may see is there and is the one that was
 * linked, and that a head which was kept from before is still part of it.
 * @param mayRead whose entries have to be there
 */
export function checkChain(mayRead: (authority: string) => boolean, kept: AuditHead = noLinks): ChainCheck {
  let head = noLinks;
  let entries = 0;
  let keptHash = kept.seq === 0 ? noLinks.hash : undefined;
  const faults: ChainFault[] = [];
  return {
    take(link) {
      const { seq, hash, entryHash, entry } = link;
      if (seq !== head.seq + 1) faults.push({ seq: head.seq + 1, fault: "link-missing" });
      else if (linkAfter(head, link).hash !== hash) faults.push({ seq, fault: "link-changed" });
      if (entry !== null) {
        entries += 1;
        if (entry.authority !== link.authority || entryHashOf(entry) !== entryHash)
          faults.push({ seq, fault: "entry-changed" });
      } else if (mayRead(link.authority)) faults.push({ seq, fault: "entry-missing" });
      // What follows is checked against what stands here, so that one change is one fault.
      head = { seq, hash };
      if (seq === kept.seq) keptHash = hash;
    },
    end() {
      if (keptHash === undefined) faults.push({ seq: kept.seq, fault: "head-missing" });
      else if (keptHash !== kept.hash) faults.push({ seq: kept.seq, fault: "head-changed" });
      return { faults, head, entries };
    },
  };
}
