import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connected } from "../../embedded/database.ts";
import { closing } from "../../embedded/place.ts";
import { startChild } from "../child.ts";
import { compare, type Result } from "../result.ts";
import { load } from "./load.ts";

const authority = "533103";
const id = "019a0000-0000-7000-8000-000000000001";

/** A published page of the portal against the same bytes from memory by a bare Fastify. */
export async function comparePages(
  portal: { databaseUrl: string; superUrl: string; folder: string },
  sizes: { runs: number; seconds: number },
  log: (line: string) => void,
): Promise<Result> {
  await publish(portal.superUrl);
  const path = `/publications/${id}`;
  const ours = startChild(join(import.meta.dirname, "portal.ts"), [portal.databaseUrl]);
  return closing(
    async () => {
      const url = String(await ours.message());
      const page = await fetch(new URL(path, url));
      if (page.status !== 200) throw new Error(`the portal answered ${page.status}`);
      const file = join(portal.folder, "page.html");
      writeFileSync(file, Buffer.from(await page.arrayBuffer()));
      const rival = startChild(join(import.meta.dirname, "bytes.ts"), [file]);
      return closing(
        async () => {
          const rivalUrl = String(await rival.message());
          await load(url, [path], ours.pid, Math.min(1, sizes.seconds));
          await load(rivalUrl, ["/"], rival.pid, Math.min(1, sizes.seconds));
          return compare(
            {
              name: "a published page / its bytes by Fastify",
              unit: "requests/s",
              goal: { of: "ratio", is: "at least", value: 0.9 },
              runs: sizes.runs,
              ours: () => load(url, [path], ours.pid, sizes.seconds),
              rival: () => load(rivalUrl, ["/"], rival.pid, sizes.seconds),
            },
            log,
          );
        },
        () => rival.stop(),
      );
    },
    () => ours.stop(),
  );
}

/** A result that is public, as long as such are. */
function publish(superUrl: string): Promise<unknown> {
  const content = {
    summary: "已检查，未发现问题。",
    sections: ["检查情况", "检查依据", "检查结论"].map((title) => ({
      title,
      text: `${title}：无。`.repeat(60),
    })),
    facts: { authority, origin: "draw", findings: 0 },
  };
  return connected(superUrl, async (client) => {
    await client.query(
      `insert into disclosure.publication (id, authority, kind, subject_id, title, words, state, due_at, calendar_version, reminders_version,
        version, reminders, due_revision, content_revision, opening, opened_at, first_published_at, updated_at, lock_version)
      values ($1, $2, 'result', $1, '某建筑公司检查结果', '', 'published', now(), 1, 1, 1, 0, 1, 1, '', now(), now(), now(), 1)`,
      [id, authority],
    );
    await client.query(
      `insert into disclosure.publication_version (publication_id, authority, version, published_at, due_at, by, breach, reason, content)
      values ($1, $2, 1, now(), now(), 'official', false, '', $3)`,
      [id, authority, JSON.stringify(content)],
    );
  });
}
