import { doneList, doneQuery, Problem, todoList, type Todo } from "@shuangsui/contracts";
import { callerOf, keyOf, pageOfRows, readOnly, type App, type Frame } from "@shuangsui/service-kit";
import { isDueProvisional, newest, workdaysLeft } from "@shuangsui/workdays";
import type { Work } from "../tables.ts";
import { actsOf, shownActs } from "./done.ts";
import { waitingFor, type Waiting } from "./store.ts";

const tags = ["workbench"];
const reading = { action: "workbench.read" } as const;

/** The API of a workbench: what waits for whoever asks (待办), the most urgent first, and what they have done (已办). */
export function workbenchRoutes(app: App, { database, clock }: Frame<Work>): void {
  app.get("/api/v1/todo", { config: reading, schema: { tags, response: { 200: todoList } } }, (request) => {
    const caller = callerOf(request);
    return database.as(
      caller.authority,
      async (work) => {
        const now = await clock.now(work);
        const { found, isMore } = await waitingFor(work, caller, now);
        return { items: found.toSorted(byUrgency).map((one) => shown(one, now)), isMore };
      },
      readOnly,
    );
  });

  app.get(
    "/api/v1/done",
    { config: reading, schema: { tags, querystring: doneQuery, response: { 200: doneList } } },
    (request) => {
      const caller = callerOf(request);
      const { after, limit } = request.query;
      return database.as(
        caller.authority,
        async (work) => {
          const acts = await actsOf(work, caller, { after: seqOf(after), limit });
          const page = pageOfRows(acts, limit, ({ seq }) => [seq]);
          return { items: await shownActs(work, caller, page.items), next: page.next };
        },
        readOnly,
      );
    },
  );
}

/** @throws Problem `body/invalid` where it is not a cursor of this list */
function seqOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [seq = ""] = keyOf(cursor, 1);
  if (/^\d{1,18}$/.test(seq)) return seq;
  throw new Problem("body/invalid", undefined, [{ path: "/after", message: "is not a cursor of this list" }]);
}

/** What is due first comes first, what has no due time last. */
function byUrgency(one: Waiting, other: Waiting): number {
  const [first, second] = [one, other].map(({ due }) => due?.getTime() ?? Number.MAX_SAFE_INTEGER);
  return (first ?? 0) - (second ?? 0) || one.id.localeCompare(other.id);
}

function shown({ due, calendars, ...one }: Waiting, now: Date): Todo {
  const { calendar } = newest(calendars);
  return {
    ...one,
    dueAt: due?.toISOString() ?? null,
    workdaysLeft: due === null ? null : workdaysLeft(calendar, now, due),
    provisional: due !== null && isDueProvisional(calendar, due),
    overdue: due !== null && due <= now,
  };
}
