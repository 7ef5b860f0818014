import type { AuditLink } from "@shuangsui/contracts";
import {
  countUnlinked,
  createLogger,
  openDatabase,
  readEntries,
  readLinks,
  readOnly,
  systemScope,
  type AuditTables,
} from "@shuangsui/service-kit";
import { CannotRun } from "../terminal.ts";

const linksAtOnce = 1000;

/** A service's audit trail in its database, all of it: by the URL of its role, of its owner or of a superuser. */
export type Trail = {
  /** @throws CannotRun in one line if it can't be read */
  links(): AsyncGenerator<AuditLink>;
  countUnlinked(): Promise<number>;
  close(): Promise<void>;
};

/** Opens the trail in a service's schema. */
export function openTrail(databaseUrl: string, service: string): Trail {
  const url = URL.parse(databaseUrl);
  if (url === null) throw new CannotRun("--database is not a URL");
  url.searchParams.set("options", `-c search_path=${service}`);
  const logger = createLogger("shuangsui", "silent");
  const database = openDatabase<AuditTables>(url.href, { logger, connections: 1 });
  const read: typeof database.as = (scope, work, options) =>
    database.as(scope, work, options).catch((error: unknown) => {
      const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
      throw new CannotRun(`the audit trail can't be read from the database${code}`);
    });
  return {
    async *links() {
      for (let after = 0; ;) {
        const page = { after, limit: linksAtOnce };
        const links = await read(
          systemScope,
          async (work) => {
            const found = await readLinks(work, page);
            const entries = await readEntries(
              work,
              found.map(({ entryId }) => entryId),
            );
            return found.map(({ entryId, link }) => ({ ...link, entry: entries.get(entryId) ?? null }));
          },
          readOnly,
        );
        yield* links;
        const last = links.at(-1);
        if (last === undefined || links.length < linksAtOnce) return;
        after = last.seq;
      }
    },
    countUnlinked: () => read(systemScope, countUnlinked, readOnly),
    close: () => database.close(),
  };
}
