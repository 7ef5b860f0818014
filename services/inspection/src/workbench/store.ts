import { seenBy, type TodoKind, type WorkKind } from "@shuangsui/contracts";
import { calendarsAsOf, type Caller } from "@shuangsui/service-kit";
import type { Editions } from "@shuangsui/workdays";
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from "kysely";
import { checksAhead } from "../campaigns/lifecycle.ts";
import { whoRedraws } from "../campaigns/rules.ts";
import { beforeCheck } from "../inspections/rules.ts";
import { withCalendars } from "../inspections/store.ts";
import { listSupervisions } from "../supervision/lists.ts";
import { waitingOf as waitingOfOrder } from "../supervision/lifecycle.ts";
import type { Tables, Work } from "../tables.ts";
import { may, recusalDueOf, statesOfOfficers, todoOfOfficer } from "./rules.ts";

/** So many of a kind are read at the most. */
const mostOfKind = 200;

/** Something that waits for a caller, with the calendar of the authority whose it is. */
export type Waiting = {
  kind: TodoKind;
  matter: WorkKind;
  id: string;
  title: string;
  authority: string;
  due: Date | null;
  calendars: Editions;
};

/** What waits for a caller now: a short query for each thing that its roles may be asked. Where one reads as much as it may, there may be more. */
export async function waitingFor(
  work: Work,
  caller: Caller,
  now: Date,
): Promise<{ found: Waiting[]; isMore: boolean }> {
  const [sifted, lists] = await Promise.all([
    Promise.all([ofTeams(work, caller), recusals(work, caller)]),
    Promise.all([
      ofAuthority(work, caller),
      plans(work, caller),
      campaigns(work, caller),
      campaignsOfWitness(work, caller),
      orders(work, caller, now),
      texts(work, caller),
    ]),
  ]);
  return {
    found: [...sifted.flatMap(({ found }) => found), ...lists.flat()],
    isMore: [...sifted.map(({ read }) => read), ...lists.map(({ length }) => length)].some(
      (read) => read >= mostOfKind,
    ),
  };
}

/** What waits for a caller among the rows that were read, and how many these were. */
type Sifted = { found: Waiting[]; read: number };

/** The inspections of an officer's teams whose step is its own, or a signature (articles 25–30). */
async function ofTeams(work: Work, { roles, inspector }: Caller): Promise<Sifted> {
  if (inspector === undefined || !roles.includes("officer")) return { found: [], read: 0 };
  const rows = await withCalendars(
    work,
    work
      .selectFrom("inspection")
      .selectAll()
      .where("id", "in", (from) =>
        from.selectFrom("inspection_member").select("inspection_id").where("inspector_id", "=", inspector),
      )
      .where(({ or, eb }) =>
        or([
          eb("state", "in", statesOfOfficers),
          // A supplement may be written, and signed, when all is over.
          sql<SqlBool>`signatures @> '[{"paper": "record-supplement"}]'`,
        ]),
      )
      .orderBy(sql`shown_due nulls last`)
      .orderBy("id")
      .limit(mostOfKind)
      .execute(),
  );
  const ids = rows.map(({ id }) => id);
  const members =
    ids.length === 0
      ? []
      : await work
          .selectFrom("inspection_member")
          .select(["inspection_id", "number", "kind", "inspector_id"])
          .where("inspection_id", "in", ids)
          .execute();
  const teams = Map.groupBy(members, ({ inspection_id: id }) => id);
  const found = rows.flatMap((row) => {
    const kind = todoOfOfficer(row, teams.get(row.id) ?? [], inspector);
    return kind === null ? [] : [ofInspection(kind, row, row.shown_due)];
  });
  return { found, read: rows.length };
}

/** The recusals that a head may decide: its authority's, and those of subordinates that came up to it (article 24). */
async function recusals(work: Work, caller: Caller): Promise<Sifted> {
  if (!may(caller, "recusal.decide")) return { found: [], read: 0 };
  const rows = await withCalendars(
    work,
    work
      .selectFrom("inspection")
      .selectAll()
      .where("authority", "in", [...seenBy(caller.authority)])
      .where("state", "in", beforeCheck)
      .where(sql<SqlBool>`recusals @? '$[*] ? (@.decidedAt == null)'`)
      .where(({ or, eb }) =>
        or([
          eb("authority", "=", caller.authority),
          sql<SqlBool>`recusals @? '$[*] ? (@.decidedAt == null && @.escalatedAt != null)'`,
        ]),
      )
      .orderBy("id")
      .limit(mostOfKind)
      .execute(),
  );
  const found = rows.flatMap((row) => {
    const due = recusalDueOf(row, caller);
    return due === undefined ? [] : [ofInspection("recusal", row, due)];
  });
  return { found, read: rows.length };
}

type Of<Table extends keyof Tables> = ExpressionBuilder<Tables, Table>;

/** What of its authority's inspections waits for an office: objections, approvals, results (articles 25, 30). */
async function ofAuthority(work: Work, caller: Caller): Promise<Waiting[]> {
  const { inspector } = caller;
  const read = async (kind: TodoKind, holds: (is: Of<"inspection">) => Expression<SqlBool>) => {
    const rows = await withCalendars(
      work,
      work
        .selectFrom("inspection")
        .selectAll()
        .where("authority", "=", caller.authority)
        .where(holds)
        .orderBy("id")
        .limit(mostOfKind)
        .execute(),
    );
    return rows.map((row) =>
      ofInspection(kind, row, kind === "approval" ? (row.approval_due ?? row.shown_due) : row.shown_due),
    );
  };
  const lists = await Promise.all([
    may(caller, "objection.answer")
      ? read("objection", (is) =>
          is.and([
            is("objected_at", "is not", null),
            is("answered_at", "is", null),
            // Nobody who inspected answers (article 30).
            ...(inspector === undefined
              ? []
              : [
                  is("id", "not in", (from) =>
                    from
                      .selectFrom("inspection_member")
                      .select("inspection_id")
                      .where("inspector_id", "=", inspector),
                  ),
                ]),
          ]),
        )
      : [],
    may(caller, "approval.record")
      ? read("approval", (is) =>
          // One that comes late stays owed.
          is.and([is("approval_due", "is not", null), is("approved_at", "is", null)]),
        )
      : [],
    may(caller, "approval.record")
      ? read("approval", (is) =>
          is.and([
            is("draw_id", "is", null),
            is("state", "in", beforeCheck),
            is("emergency", "=", false),
            is.not(isApproved("inspection")),
          ]),
        )
      : [],
    may(caller, "publication.publish") ? read("result", (is) => is("state", "=", "fed-back")) : [],
  ]);
  return lists.flat();
}

/** Whether an approval of it is on record (article 25). */
const isApproved = (of: "inspection" | "campaign") =>
  sql<SqlBool>`exists (select from approval where subject_id = ${sql.ref(`${of}.id`)})`;

const ofInspection = (
  kind: TodoKind,
  row: {
    id: string;
    authority: string;
    target_name: string | null;
    target_code: string;
    calendars: Editions;
  },
  due: Date | null,
): Waiting => ({
  ...{ kind, matter: "inspection", id: row.id, title: row.target_name ?? row.target_code },
  ...{ authority: row.authority, due, calendars: row.calendars },
});

/** Rows that are being read as what waits for somebody, each with its authority's calendar. */
async function asWaiting(
  work: Work,
  kind: TodoKind,
  matter: WorkKind,
  reading: Promise<Pick<Waiting, "id" | "title" | "authority" | "due">[]>,
): Promise<Waiting[]> {
  const [rows, calendars] = await Promise.all([reading, calendarsAsOf(work)]);
  return rows.map((row) => ({ ...row, kind, matter, calendars: calendars(row.authority) }));
}

/** A plan's draft is for who writes it; what was submitted, for who reviews it, another person (articles 16, 17). */
async function plans(work: Work, caller: Caller): Promise<Waiting[]> {
  const read = (kind: TodoKind, holds: (is: Of<"plan">) => Expression<SqlBool>) => {
    const rows = work
      .selectFrom("plan")
      .select(["id", "title", "authority", "due_at as due"])
      .where("authority", "=", caller.authority)
      .where(holds)
      .orderBy("id")
      .limit(mostOfKind);
    return asWaiting(work, kind, "plan", rows.execute());
  };
  const lists = await Promise.all([
    may(caller, "plan.write") ? read("draft", (is) => is("state", "=", "draft")) : [],
    may(caller, "plan.publish")
      ? read("publish", (is) =>
          is.and([is("state", "=", "submitted"), is("submitted_by", "!=", caller.actor)]),
        )
      : [],
  ]);
  return lists.flat();
}

/** What a campaign waits for (articles 21–23). A void draw is repeated by the superior alone, the prefecture's by itself. */
async function campaigns(work: Work, caller: Caller): Promise<Waiting[]> {
  const own = caller.authority;
  const read = (kind: TodoKind, holds: (is: Of<"campaign">) => Expression<SqlBool>) => {
    const rows = work
      .selectFrom("campaign")
      .select(["id", "title", "authority", "due_at as due"])
      .where("authority", "in", [...seenBy(own)])
      .where(holds)
      .orderBy("id")
      .limit(mostOfKind);
    return asWaiting(work, kind, "campaign", rows.execute());
  };
  const ownIn = (...states: ("draft" | "scheme" | "ended")[]) => {
    return (is: Of<"campaign">) => is.and([is("authority", "=", own), is("state", "in", states)]);
  };
  const redrawn = seenBy(own).filter((authority) => whoRedraws(authority) === own);
  const lists = await Promise.all([
    may(caller, "campaign.scheme") ? read("scheme", ownIn("draft")) : [],
    may(caller, "draw.commit") ? read("commit", ownIn("scheme")) : [],
    may(caller, "draw.reveal") ? read("reveal", ownIn("ended")) : [],
    may(caller, "draw.repeat") && redrawn.length > 0
      ? read("redraw", (is) =>
          is.and([
            is("state", "=", "void"),
            is("authority", "in", redrawn),
            // Once everybody can see that it is void.
            is.exists(
              is
                .selectFrom("draw")
                .select("draw.id")
                .whereRef("draw.id", "=", "campaign.draw_id")
                .where("draw.void_announced_at", "is not", null),
            ),
          ]),
        )
      : [],
    may(caller, "approval.record")
      ? read("approval", (is) =>
          is.and([
            is("authority", "=", own),
            is("state", "in", ["scheme", "committed", ...checksAhead]),
            // What had not begun of one that was cancelled never will.
            is("cancelled_at", "is", null),
            is.not(isApproved("campaign")),
          ]),
        )
      : [],
  ]);
  return lists.flat();
}

/** The draws to which a witness may bind itself, and those whose reveal waits for its number (article 23). */
async function campaignsOfWitness(work: Work, caller: Caller): Promise<Waiting[]> {
  if (!may(caller, "draw.contribute")) return [];
  const [rows, calendars] = await Promise.all([
    work
      .selectFrom("campaign")
      .innerJoin("draw", "draw.id", "campaign.draw_id")
      .leftJoin("draw_witness", (join) =>
        join.onRef("draw_witness.draw_id", "=", "draw.id").on("draw_witness.actor", "=", caller.actor),
      )
      .select(["campaign.id", "campaign.title", "campaign.authority", "campaign.due_at as due"])
      .select("campaign.state")
      .where("campaign.authority", "in", [...seenBy(caller.authority)])
      .where((is) =>
        is.or([
          is.and([is("campaign.state", "=", "scheme"), is("draw_witness.actor", "is", null)]),
          is.and([
            is("campaign.state", "=", "committed"),
            is("draw.announced_at", "is not", null),
            is("draw_witness.actor", "is not", null),
            is("draw_witness.contribution", "is", null),
          ]),
        ]),
      )
      .orderBy("campaign.id")
      .limit(mostOfKind)
      .execute(),
    calendarsAsOf(work),
  ]);
  return rows.map(({ state, ...row }) => ({
    ...row,
    kind: state === "scheme" ? "witness" : "contribution",
    matter: "campaign",
    calendars: calendars(row.authority),
  }));
}

/** The supervision orders that one's authority is to receive and answer, or whose answers it is to look at (article 4). */
async function orders(work: Work, caller: Caller, now: Date): Promise<Waiting[]> {
  const read = async (todo: "answer" | "close") => {
    const rows = await listSupervisions(
      work,
      {
        ...{ authorities: seenBy(caller.authority), caller: caller.authority, todo },
        ...{ after: null, limit: mostOfKind - 1 },
      },
      now,
    );
    return rows.map((order): Waiting => {
      const waiting = waitingOfOrder(order);
      const kind = todo === "close" ? "closing" : waiting.for === "receipt" ? "receipt" : "answer";
      return {
        ...{ kind, matter: "supervision", id: order.id, title: order.text, authority: order.authority },
        ...{ due: waiting.due, calendars: order.calendars },
      };
    });
  };
  const lists = await Promise.all([
    may(caller, "supervision.answer") ? read("answer") : [],
    may(caller, "supervision.order") ? read("close") : [],
  ]);
  return lists.flat();
}

/** The texts that a second pair of eyes is to look at: none that one asks for oneself, or of one's own team's check (article 30). */
async function texts(work: Work, caller: Caller): Promise<Waiting[]> {
  const { inspector } = caller;
  if (!may(caller, "text.review")) return [];
  const [rows, calendars] = await Promise.all([
    work
      .selectFrom("text_review_request")
      .select(["id", "authority", "subject_title as title"])
      .where("authority", "=", caller.authority)
      .where("state", "=", "waiting")
      .where("asked_by", "!=", caller.actor)
      .where((is) =>
        inspector === undefined
          ? is.val(true)
          : is.not(
              is.exists(
                is
                  .selectFrom("inspection_member")
                  .select("number")
                  .whereRef("inspection_id", "=", "subject_id")
                  .where("inspector_id", "=", inspector),
              ),
            ),
      )
      .orderBy("id")
      .limit(mostOfKind)
      .execute(),
    calendarsAsOf(work),
  ]);
  return rows.map(({ title, ...row }) => ({
    ...{ ...row, kind: "review", matter: "text-review", title: title ?? "", due: null },
    calendars: calendars(row.authority),
  }));
}
