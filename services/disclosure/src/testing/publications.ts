import type { publicationOpening, PublicationContent } from "@shuangsui/contracts";
import { eventsOf } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Answer, CallOptions } from "../../../../infra/embedded/test-harness.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import type { DisclosureHarness } from "./harness.ts";

type Opening = z.infer<typeof publicationOpening>;

/** Content that says one thing. */
export const saying = (summary: string): PublicationContent => ({
  summary,
  sections: [{ title: "检查情况", text: `${summary}。` }],
  facts: { authority: "533103", origin: "draw", findings: 0, overdue: "report" },
});

/** An opening of a result with its fact, changed where a test says so. */
export function openingOf(changes: Partial<Opening> & { dueAt: string }): Opening {
  return {
    kind: "result",
    authority: "533103",
    subjectId: changes.subjectId ?? uuidv7(),
    title: "某建筑公司检查结果",
    targetCode: null,
    calendarVersion: 3,
    fact: saying("已检查，检查报告逾期未完成"),
    revision: 1,
    ...changes,
  };
}

/** What services and officials do with one publication of a harness. */
export type Handling = {
  id: string;
  opening: Opening;
  workflowId: string;
  /** Opens it again, with that changed. */
  open(changes: Partial<Opening>): Promise<Answer>;
  content(summary: string, options?: Revised): Promise<Answer>;
  due(dueAt: string, options?: Revised): Promise<Answer>;
  /** What takes its place once its day comes. */
  renew(summary: string, dueAt: string): Promise<Answer>;
  publish(options?: CallOptions): Promise<Answer>;
  withdraw(summary: string, options?: Revised): Promise<Answer>;
  drop(): Promise<Answer>;
  /** What the public reads of it. */
  read(): Promise<Answer>;
  /** The same, once there is something to read. */
  published(): Promise<Answer>;
  /** What it is on record that happened, by type, in order. */
  events(): Promise<string[]>;
};

/** By which revision of the subject a service gives something; each a higher one unless given. */
type Revised = CallOptions & { revision?: number };

/** Opens a publication on a harness. @throws Error where that is refused */
export async function opened(
  harness: DisclosureHarness,
  changes: Partial<Opening> & { dueAt: string },
): Promise<Handling> {
  const id = uuidv7();
  const opening = openingOf(changes);
  const { authority } = opening;
  let revision = opening.revision;
  const open = (body: Opening) =>
    harness.ask("PUT", `/api/v1/publications/${id}`, { service: true, body, as: authority });
  const answer = await open(opening);
  if (answer.status !== 200) throw new Error(`not opened: ${JSON.stringify(answer.body)}`);
  const command = (type: string, body: object, options: CallOptions = {}) =>
    harness.ask("POST", `/api/v1/publications/${id}/commands/${type}`, { as: authority, body, ...options });
  const revised = (type: string, body: object, { revision: given, ...options }: Revised = {}) =>
    command(type, { ...body, revision: given ?? (revision += 1) }, { service: true, ...options });
  const read = () => harness.readPublic(`/api/v1/publications/${id}`);
  return {
    id,
    opening,
    workflowId: `publication/${id}`,
    open: (changed) => open({ ...opening, ...changed }),
    content: (summary, options) =>
      revised("content", { content: saying(summary), reason: "检查报告已签发" }, options),
    due: (dueAt, options) => revised("due", { dueAt, calendarVersion: 4, fact: opening.fact }, options),
    renew: (summary, dueAt) =>
      revised("renew", { content: saying(summary), reason: "调整", dueAt, calendarVersion: 4 }),
    publish: (options) => command("publish", {}, options),
    withdraw: (summary, options) =>
      revised("withdraw", { content: saying(summary), reason: "检查对象已不存在" }, options),
    drop: () => command("drop", {}, { service: true }),
    read,
    published: () => until(read, ({ status }) => status === 200),
    events: () =>
      harness.database.as(authority, async (work) => (await eventsOf(work, id)).map(({ type }) => type)),
  };
}
