import { Problem, type publicationView, type TakedownNotice } from "@shuangsui/contracts";
import type { z } from "zod";
import type { PublicationRow, Version } from "./tables.ts";

/** What a cursor of the publications' list is made of. */
export function publicationKey(row: PublicationRow): [string, string] {
  return [firstPublishedAt(row), row.id];
}

function firstPublishedAt(row: PublicationRow): string {
  return (row.first_published_at ?? row.updated_at).toISOString();
}

/** A publication as public lists show it. */
export function summaryOf(row: PublicationRow) {
  return {
    id: row.id,
    kind: row.kind,
    authority: row.authority,
    title: row.title,
    publishedAt: firstPublishedAt(row),
    version: row.version,
    breach: row.breached_at !== null,
    overdue: row.breached_at !== null && row.content_revision === 0,
    class: row.class,
    termEndsAt: row.term_ends_at?.toISOString() ?? null,
    url: `/publications/${row.id}`,
  };
}

/** What a cursor of the list of what was taken down is made of. */
export function takedownKey(row: PublicationRow): [string, string] {
  return [takedownOf(row).takenDownAt, row.id];
}

/** What is left in public of what was taken down. */
export function takedownOf(row: PublicationRow): TakedownNotice {
  const { id, kind, authority, taken_down_at: at, takedown_cause: cause } = row;
  if (at === null || cause === null) throw new Problem("internal");
  return {
    id,
    kind,
    authority,
    class: row.class,
    publishedAt: firstPublishedAt(row),
    takenDownAt: at.toISOString(),
    cause,
    url: `/publications/${id}`,
  };
}

/** A publication with its versions. */
export function viewOf(row: PublicationRow, versions: readonly Version[]): z.infer<typeof publicationView> {
  return {
    ...summaryOf(row),
    versions: versions.map(({ version, published_at, due_at, by, breach, reason, content }) => ({
      version,
      publishedAt: published_at.toISOString(),
      dueAt: due_at.toISOString(),
      supersededBy: version < row.version ? version + 1 : null,
      by,
      breach,
      reason,
      content,
    })),
  };
}
