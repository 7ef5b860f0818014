import { keepChange, systemScope, type Logger, type ScopedDatabase } from "@shuangsui/service-kit";
import type { InspectionClient } from "../neighbours/inspection.ts";
import { startRounds, type Rounds } from "../rounds.ts";
import type { Work } from "../tables.ts";

const everyMs = 1_000;

/**
 * Learns the calendar's changes from the inspection service, which keeps them: asks again and again for those after the last
 * that is known here, so that after an outage of either all that was missed comes.
 */
export function startCalendarFeed({
  database,
  inspection,
  logger,
}: {
  database: ScopedDatabase<Work>;
  inspection: Pick<InspectionClient, "calendarChanges">;
  logger: Logger;
}): Rounds {
  const once = async () => {
    let learnt = 0;
    for (;;) {
      const known = await database.as(systemScope, lastVersion);
      const changes = await inspection.calendarChanges(known);
      for (const { version, id, at, actor, content } of changes) {
        const { authority } = content;
        const number = "number" in content ? content.number : null;
        const change = { version, id, authority, number, at: new Date(at), actor, content };
        await database.as(systemScope, (work) => keepChange(work, change));
      }
      learnt += changes.length;
      if (changes.length === 0) return learnt;
    }
  };
  return startRounds(once, everyMs, (error) =>
    logger.warn(
      { error: error instanceof Error ? error.name : "unknown" },
      "the calendar's changes were not learnt",
    ),
  );
}

async function lastVersion(work: Work): Promise<number> {
  const { version } = await work
    .selectFrom("calendar_change")
    .select("version")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return version;
}
