import type { Clock } from "@shuangsui/clock";
import type { CertificateStage } from "@shuangsui/contracts";
import {
  noteEvents,
  readOnly,
  startRounds,
  systemScope,
  type Database,
  type Logger,
  type Rounds,
} from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { sql } from "kysely";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";
import { certificateStageOf, daysUntil, warnedBeforeDays } from "./rules.ts";
import type { InspectorRow } from "./tables.ts";

const everyMs = 60_000;
/** How many are warned at once; the next round goes on. */
const atOnce = 1_000;

type Watched = { database: Database<Tables>; clock: Clock; logger: Logger };
type Ending = Pick<InspectorRow, "id" | "authority" | "version" | "status"> & { valid_to: string };
type Stood = Ending & { warned: CertificateStage[] };

/**
 * Article 13: an event for each stage of a certificate's end, once. A certificate that is renewed has another last day, of which it
 * is warned anew. Gives how many were warned; where nobody is to be, nothing is written.
 */
export async function warnOfCertificates({ database, clock }: Omit<Watched, "logger">): Promise<number> {
  const at = await clock.now();
  const today = shanghaiDate(at);
  const rows = await database.as(systemScope, (work) => notAllWarned(work, today), readOnly);
  const due = rows.flatMap(({ warned, ...row }) => {
    const stage = certificateStageOf(row.valid_to, today);
    return stage === null || warned.includes(stage) ? [] : [{ ...row, stage }];
  });
  if (due.length === 0) return 0;
  return database.as(systemScope, (work) => writeWarnings(work, due.slice(0, atOnce), at));
}

/** Whoever's certificate ends within the longest of the warnings and has not had the last of them, with those had. */
async function notAllWarned(work: Work, today: string): Promise<Stood[]> {
  const { rows } = await sql<Stood>`
    select i.id, i.authority, i.version, i.status, i.certificate_valid_to as valid_to,
      array(select w.stage from certificate_warning w where w.inspector_id = i.id and w.valid_to = i.certificate_valid_to) as warned
    from inspector i
    where i.status <> 'left' and i.certificate_valid_to <= ${today}::date + ${warnedBeforeDays}::integer
      and not exists (select from certificate_warning w
        where w.inspector_id = i.id and w.valid_to = i.certificate_valid_to and w.stage = 'expired')`.execute(
    work,
  );
  return rows;
}

async function writeWarnings(
  work: Work,
  due: readonly (Ending & { stage: CertificateStage })[],
  at: Date,
): Promise<number> {
  noteEvents(work);
  const { rows } = await sql`
    insert into certificate_warning (authority, inspector_id, valid_to, stage, version, state, at)
    select authority, id, valid_to, stage, version, status, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(due)}::jsonb)
      as due (authority text, id uuid, valid_to date, stage text, version integer, status text)
    on conflict do nothing returning inspector_id`.execute(work);
  return rows.length;
}

/** Which certificates end soon or have ended are asked for, after a place. */
export type EndingPage = {
  authority: string | undefined;
  stage: CertificateStage | undefined;
  after: readonly [validTo: string, id: string] | undefined;
  limit: number;
};

/** A page of the certificates that end soon or have ended, the first to end first, one more than asked for where there are more. */
export async function endingCertificates(
  work: Work,
  { authority, stage, after, limit }: EndingPage,
  today: string,
) {
  const { rows } = await sql<InspectorRow & { certificate_valid_to: string }>`
    select * from inspector
    where status <> 'left' and certificate_valid_to <= ${today}::date + ${warnedBeforeDays}::integer
      and (${authority ?? null}::text is null or authority = ${authority ?? null})
      and ${stage === undefined ? sql`true` : ofStage(stage, today)}
      and (${after?.[0] ?? null}::date is null or (certificate_valid_to, id) > (${after?.[0] ?? null}::date, ${after?.[1] ?? null}::uuid))
    order by certificate_valid_to, id limit ${limit + 1}`.execute(work);
  return rows.flatMap((row) => {
    const stands = certificateStageOf(row.certificate_valid_to, today);
    return stands === null
      ? []
      : [
          {
            inspectorId: row.id,
            authority: row.authority,
            kind: row.kind,
            name: row.name,
            certificateNumber: row.certificate_number,
            validTo: row.certificate_valid_to,
            daysLeft: daysUntil(row.certificate_valid_to, today),
            stage: stands,
          },
        ];
  });
}

/** The last days that are of a stage. */
function ofStage(stage: CertificateStage, today: string) {
  const [least, most] = {
    expired: [null, -1],
    "within-7": [0, 7],
    "within-30": [8, 30],
    "within-60": [31, 60],
  }[stage];
  const upTo = sql`certificate_valid_to <= ${today}::date + ${most}::integer`;
  return least === null ? upTo : sql`${upTo} and certificate_valid_to >= ${today}::date + ${least}::integer`;
}

/** Warns of certificates once a minute. Several processes may: what one has written the others leave. */
export function startCertificateWatch({ logger, ...watched }: Watched): Rounds {
  const failing = "nobody was warned of certificates";
  return startRounds({ logger, everyMs, failing }, () => warnOfCertificates(watched));
}
