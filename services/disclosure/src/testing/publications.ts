import type { publicationOpening, PublicationContent } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { until } from "../../../../infra/embedded/test-time.ts";
import type { Answer, Stand } from "./stand.ts";

type Opening = z.input<typeof publicationOpening>;

/** Content that says one thing. */
export const saying = (summary: string): PublicationContent => ({
  summary,
  sections: [{ title: "检查情况", text: `${summary}。` }],
  facts: { authority: "533103", origin: "draw", findings: 0, overdue: "report" },
});

/** An opening of a result with its fact, changed where a test says so. */
function openingOf(changes: Partial<Opening> & { dueAt: string }): Opening {
  return {
    kind: "result",
    authority: "533103",
    subjectId: uuidv7(),
    title: "某建筑公司检查结果",
    calendarVersion: "2026-1",
    fact: saying("已检查，检查报告逾期未完成"),
    ...changes,
  };
}

/** What services and officials do with one publication of a stand. */
export type Handling = {
  id: string;
  opening: Opening;
  workflowId: string;
  content(summary: string): Promise<Answer>;
  due(dueAt: string): Promise<Answer>;
  publish(): Promise<Answer>;
  withdraw(summary: string): Promise<Answer>;
  drop(): Promise<Answer>;
  /** Sends a command and gives the first answer, which may be that it is pending. */
  post(type: string, body: unknown): Promise<Answer>;
  /** What the public reads of it. */
  read(): Promise<Answer>;
  /** The same, once there is something to read. */
  published(): Promise<Answer>;
  /** What it is on record that happened, by type, in order. */
  events(): Promise<string[]>;
};

/** Opens a publication on a stand. @throws Error where that is refused */
export async function opened(stand: Stand, changes: Partial<Opening> & { dueAt: string }): Promise<Handling> {
  const id = uuidv7();
  const opening = openingOf(changes);
  const { authority } = opening;
  const answer = await stand.call("PUT", `/api/v1/publications/${id}`, {
    service: true,
    body: opening,
    as: authority,
  });
  if (answer.status !== 200) throw new Error(`not opened: ${JSON.stringify(answer.body)}`);
  const command = (type: string, body: unknown, service = true) =>
    stand.call("POST", `/api/v1/publications/${id}/commands/${type}`, { as: authority, service, body });
  const read = () => stand.ask("GET", `/api/v1/publications/${id}`, { as: null });
  return {
    id,
    opening,
    workflowId: `publication/${id}`,
    content: (summary) => command("content", { content: saying(summary), reason: "检查报告已签发" }),
    due: (dueAt) => command("due", { dueAt, calendarVersion: "2026-2", fact: opening.fact }),
    publish: () => command("publish", {}, false),
    withdraw: (summary) => command("withdraw", { content: saying(summary), reason: "检查对象已不存在" }),
    drop: () => command("drop", {}),
    post: (type, body) =>
      stand.ask("POST", `/api/v1/publications/${id}/commands/${type}`, {
        as: authority,
        service: true,
        body,
      }),
    read,
    published: () => until(read, ({ status }) => status === 200),
    events: () =>
      stand.database.as(authority, async (work) => {
        const rows = await work
          .selectFrom("publication_event")
          .select("type")
          .where("publication_id", "=", id)
          .orderBy("seq")
          .execute();
        return rows.map(({ type }) => type);
      }),
  };
}
