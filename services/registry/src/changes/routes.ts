import {
  changesQuery,
  instant,
  Problem,
  registerChanges,
  versionedKind,
  versionNumber,
  type VersionedKind,
} from "@shuangsui/contracts";
import { callerOf, cursorOf, keyOf, readOnly, type App } from "@shuangsui/service-kit";
import type { RegisterOptions } from "../register/entries.ts";
import { changeRows, type ChangeRow, type ChangesPage } from "./store.ts";

/** Which fields of a register's entry a version has changed, and by what the entry is asked for. */
export type ChangeReader = (change: ChangeRow) => { ref: string; fields: string[] };

/** What has changed in the registers, the last first: by register, by whom, since when (article 15). */
export function changeRoutes(
  app: App,
  { database }: RegisterOptions,
  readers: Readonly<Record<VersionedKind, ChangeReader>>,
): void {
  app.get(
    "/api/v1/changes",
    {
      config: { action: "registry.read" },
      schema: { tags: ["changes"], querystring: changesQuery, response: { 200: registerChanges } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { after, ...asked } = request.query;
      const page = { ...asked, before: after === undefined ? undefined : placeIn(after) };
      const rows = await database.as(
        caller.authority,
        (work) => changeRows(work, caller.authority, page),
        readOnly,
      );
      const items = rows.slice(0, asked.limit).map((row) => ({
        register: row.register,
        name: row.entry.name ?? row.entry.law ?? null,
        version: row.version,
        at: row.at.toISOString(),
        authority: row.authority,
        actor: row.actor,
        reason: row.reason,
        ...readers[row.register](row),
      }));
      const last = rows.length > asked.limit ? rows[asked.limit - 1] : undefined;
      const next =
        last === undefined
          ? null
          : cursorOf([last.at.toISOString(), last.register, last.subject, String(last.version)]);
      return { items, next };
    },
  );
}

/** @throws Problem `body/invalid` */
function placeIn(cursor: string): NonNullable<ChangesPage["before"]> {
  const [at, register, subject = "", version] = keyOf(cursor, 4);
  const place = [
    instant.safeParse(at),
    versionedKind.safeParse(register),
    versionNumber.safeParse(version),
  ] as const;
  if (!place[0].success || !place[1].success || !place[2].success)
    throw new Problem("body/invalid", undefined, [
      { path: "/after", message: "is not a cursor of this list" },
    ]);
  return [place[0].data, place[1].data, subject, place[2].data];
}
