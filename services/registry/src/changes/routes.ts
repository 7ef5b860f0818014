import {
  changesQuery,
  instant,
  Problem,
  registerChanges,
  versionedKind,
  versionNumber,
} from "@shuangsui/contracts";
import { callerOf, cursorOf, keyOf, readOnly, type App, type Auditor } from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import type { RegisterOptions } from "../register/entries.ts";
import { changesFile } from "./list-file.ts";
import type { ChangeReaders } from "./reader.ts";
import { changeRows, type ChangesPage } from "./store.ts";
import { changeView, placeOf } from "./views.ts";

/** What has changed in the registers, the last first: by register, by whom, since when (article 15). */
export function changeRoutes(
  app: App,
  { database, auditor }: RegisterOptions & { auditor: Auditor },
  readers: ChangeReaders,
): void {
  fileRoute(app, { database, auditor }, changesFile(readers));
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
      const items = rows.slice(0, asked.limit).map((row) => changeView(readers, row));
      const last = rows.length > asked.limit ? rows[asked.limit - 1] : undefined;
      const next = last === undefined ? null : cursorOf(placeOf(last).map(String));
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
