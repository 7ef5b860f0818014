import {
  approval,
  approvalForm,
  approvalList,
  id,
  Problem,
  type ApprovalSubject,
} from "@shuangsui/contracts";
import {
  callerOf,
  createOnce,
  idempotencyKeyOf,
  type Act,
  type App,
  type Caller,
  type Frame,
} from "@shuangsui/service-kit";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Work } from "../tables.ts";
import { requireGiven } from "./rules.ts";
import { approvalsOf, approvalView, insertApproval, type Subject } from "./store.ts";

type ApprovalRoutes = {
  /** The address of what is approved, with `:id` for it. */
  url: string;
  kind: ApprovalSubject;
  /** What is approved, as the caller sees it, and whether a check of it is still ahead. @throws Problem where none is */
  find(work: Work, subjectId: string, caller: Caller): Promise<Pick<Subject, "authority"> | undefined>;
  /** What follows from an approval that was just put on record, in the same transaction. Gives whether that leaves something owed. */
  approved?(work: Work, subjectId: string, act: Act): Promise<boolean>;
};

/** The API by which an authority's approvals of checks are put on record, once a number, and read (article 25). */
export function approvalRoutes(
  app: App,
  frame: Frame<Work>,
  { url, kind, find, approved }: ApprovalRoutes,
): void {
  const { database } = frame;
  const params = z.object({ id });
  const tags = ["approvals"];
  const read = async (work: Work, subjectId: string, caller: Caller) => {
    const found = await find(work, subjectId, caller);
    if (found === undefined) throw new Problem("not-found");
    return { kind, id: subjectId, authority: found.authority };
  };

  app.post(
    `${url}/approvals`,
    {
      config: { action: "approval.record" },
      schema: { tags, params, body: approvalForm, response: { 201: approval } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: randomUUID(),
        type: "approve",
        payload: { ...request.body, subject: request.params.id },
        caller,
        requestId: request.id,
      };
      let isOwing = false;
      const approvalId = await createOnce(frame, "approval", submission, async (work, newId, at) => {
        const subject = await read(work, request.params.id, caller);
        if (subject.authority !== caller.authority) throw new Problem("authority/not-yours");
        requireGiven(request.body, at);
        const act = { at, actor: caller.actor, requestId: request.id };
        await insertApproval(work, newId, subject, request.body, act);
        isOwing = (await approved?.(work, subject.id, act)) ?? false;
      });
      // Where the engine is away, the sweep wakes its workflow.
      if (isOwing)
        void frame.engine
          .refresh({ type: kind, id: request.params.id, authority: caller.authority })
          .catch(() => undefined);
      const rows = await database.as(caller.authority, (work) => approvalsOf(work, [request.params.id]));
      const row = rows.find((one) => one.id === approvalId);
      if (row === undefined) throw new Problem("internal");
      return reply.code(201).send(approvalView(row));
    },
  );

  app.get(
    `${url}/approvals`,
    { config: { action: "approval.read" }, schema: { tags, params, response: { 200: approvalList } } },
    async (request) =>
      database.as(callerOf(request).authority, async (work) => {
        const subject = await read(work, request.params.id, callerOf(request));
        return { items: (await approvalsOf(work, [subject.id])).map(approvalView) };
      }),
  );
}
