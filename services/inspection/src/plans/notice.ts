import { Problem, type PublicationNotice } from "@shuangsui/contracts";
import { systemScope, type Caller, type Database, type Inbox } from "@shuangsui/service-kit";
import { noticeCommand } from "../disclosure-client.ts";
import type { Tables } from "../tables.ts";
import { findPlan } from "./store.ts";

/**
 * Takes disclosure's notice that a plan or its adjustment is public, as a command to the plan's workflow: under the
 * same key it is taken once.
 * @throws Problem `not-found`
 */
export async function planPublished(
  { database, inbox }: { database: Database<Tables>; inbox: Inbox },
  {
    notice,
    key,
    caller,
    requestId,
  }: { notice: PublicationNotice; key: string; caller: Caller; requestId: string },
): Promise<void> {
  const plan = await database.as(systemScope, (work) => findPlan(work, notice.subjectId));
  if (plan === undefined) throw new Problem("not-found");
  await inbox.submit({
    key,
    authority: plan.authority,
    subjectType: "plan",
    subjectId: plan.id,
    type: noticeCommand,
    payload: notice,
    caller,
    requestId,
  });
}
