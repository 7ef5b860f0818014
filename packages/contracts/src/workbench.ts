import { z } from "zod";
import { authorityCode, id, instant, pageOf, pageQuery } from "./basics.ts";

/** What may wait for somebody at their workbench (待办). */
export const todoKind = z.enum([
  /** Of the team's officers: the step of an inspection that is next (articles 25–30). */
  "notice",
  "check",
  "record",
  "paths",
  "report",
  "feedback",
  /** A paper that waits for one's own signature (articles 26, 29). */
  "sign",
  /** A recusal, an objection, a check without approval, a result that may be published (articles 24, 25, 30). */
  "recusal",
  "objection",
  "approval",
  "result",
  /** Of plans: a draft to finish, or what somebody else submitted, to review and publish (articles 16, 17). */
  "draft",
  "publish",
  /** Of campaigns (articles 21–23). */
  "scheme",
  "witness",
  "commit",
  "contribution",
  "redraw",
  "reveal",
  /** Of supervision orders (article 4). */
  "receipt",
  "answer",
  "closing",
  /** Texts that look like personal data, for a second pair of eyes (article 30). */
  "review",
]);
export type TodoKind = z.infer<typeof todoKind>;

/** What of the matters that live long is on a workbench. */
export const matterKind = z.enum(["inspection", "campaign", "plan", "supervision"]);
export type MatterKind = z.infer<typeof matterKind>;
/** What is on a workbench besides: texts that are reviewed before they are public (article 30). */
export const workKind = z.enum([...matterKind.options, "text-review"]);
export type WorkKind = z.infer<typeof workKind>;

/** Something that waits for whoever asks, by their roles and, of officers, by the teams that they are of. */
export const todo = z.object({
  kind: todoKind,
  matter: workKind,
  id,
  /** The target's name, a title, or what an order asks; blank where a text is of nothing that is there yet. */
  title: z.string(),
  authority: authorityCode,
  dueAt: instant.nullable(),
  workdaysLeft: z.number().int().nullable(),
  /** The due time lies in a year that has no notice yet: it may still move. */
  provisional: z.boolean(),
  overdue: z.boolean(),
});
export type Todo = z.infer<typeof todo>;
/** GET /api/v1/todo: what is due first comes first; `isMore` where there is more of a kind than is listed. */
export const todoList = z.object({ items: z.array(todo), isMore: z.boolean() });

/** Something that whoever asks has done (已办). */
export const done = z.object({
  id,
  /** The kind of what it was done to, and what was done, as the audit trail names them. */
  action: z.string(),
  at: instant,
  /** To what, where that is a matter that one still sees. */
  subject: z.object({ matter: workKind, id, title: z.string() }).nullable(),
});
export type Done = z.infer<typeof done>;
/** GET /api/v1/done: the newest first. */
export const doneList = pageOf(done);
export const doneQuery = pageQuery;
