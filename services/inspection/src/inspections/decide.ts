import type { Clock } from "@shuangsui/clock";
import {
  inspectionCommands,
  Problem,
  publicationNotice,
  type InspectionCommandType,
} from "@shuangsui/contracts";
import { decideCommand, systemScope, type Command, type Database, type Logger } from "@shuangsui/service-kit";
import type { InspectionInput, InspectionView } from "@shuangsui/workflows/inspection/contract";
import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import type { RegistryClient } from "../registry-client.ts";
import { lockDraw } from "../draws/store.ts";
import { viewOf } from "./look.ts";
import { recuse, replaceGone } from "./recusal.ts";
import * as steps from "./steps.ts";
import { findInspection, lockInspection, teamOf, type Act } from "./store.ts";
import type { Inspection } from "./progress.ts";

/** The command by which the service itself hands over disclosure's notice. */
export const noticeCommand = "published";

type Parts = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  registry: Pick<RegistryClient, "invalidCertificates">;
};

/** Decides one command on an inspection, once, and gives how the inspection stands then. */
export async function decideInspectionCommand(
  parts: Parts,
  input: InspectionInput,
  commandId: string,
): Promise<InspectionView> {
  const { database, clock } = parts;
  const type = await typeOf(database, commandId);
  const invalid = type === "begin" ? await invalidNumbers(parts, input) : new Set<number>();
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    if (type !== undefined && changesTeams.has(type)) await lockDrawOf(work, input.id);
    const row = await lockInspection(work, input.id);
    if (row === undefined) throw new Problem("not-found");
    await decideCommand(work, commandId, now, (command) => apply(work, row, command, invalid), parts.logger);
    const after = await findInspection(work, input.id);
    return viewOf(work, after ?? row, now);
  });
}

async function apply(
  work: Transaction<Tables>,
  row: Inspection,
  command: Command,
  invalid: ReadonlySet<number>,
): Promise<void> {
  const act: Act = { at: command.received_at, actor: command.actor, requestId: command.request_id };
  if (command.type === noticeCommand)
    return steps.published(work, row, act, publicationNotice.parse(command.payload));
  const step = <Type extends InspectionCommandType>(type: Type) => ({
    work,
    row,
    act,
    body: bodyOf(type, command.payload),
  });
  switch (command.type as InspectionCommandType) {
    case "recuse":
      return recuse(step("recuse"));
    case "gone":
      return replaceGone(step("gone"));
    case "cancel":
      return steps.cancel(step("cancel"));
    case "confirm":
      return steps.confirm(step("confirm"));
    case "notify":
      return steps.notify(step("notify"));
    case "begin":
      return steps.begin(step("begin"), invalid);
    case "record":
      return steps.record(step("record"));
    case "path":
      return steps.path(step("path"));
    case "report":
      return steps.report(step("report"));
    case "feedback":
      return steps.feedback(step("feedback"));
    case "object":
      return steps.object(step("object"));
    case "answer":
      return steps.answer(step("answer"));
    case "publish":
      return steps.publish(step("publish"));
    default:
      throw new Problem("inspection/wrong-state", `no command ${command.type}`);
  }
}

/** Reads a command's body by its schema again: what lies in the inbox is trusted no more than what came in. */
function bodyOf<Type extends InspectionCommandType>(type: Type, payload: unknown) {
  const read = inspectionCommands[type].safeParse(payload);
  if (!read.success) throw new Problem("body/invalid");
  return read.data as ReturnType<(typeof inspectionCommands)[Type]["parse"]>;
}

/** Commands that change teams, or after which a team is not changed: one at a time in a draw, so each takes the draw's lock first. */
const changesTeams: ReadonlySet<string> = new Set(["recuse", "gone", "begin"]);

async function lockDrawOf(work: Transaction<Tables>, id: string): Promise<void> {
  const row = await findInspection(work, id);
  const drawId = row?.draw_id ?? null;
  if (drawId !== null) await lockDraw(work, drawId);
}

/** The type of a command that is not decided yet. */
async function typeOf(database: Database<Tables>, commandId: string): Promise<string | undefined> {
  const command = await database.as(systemScope, (work) =>
    work
      .selectFrom("command")
      .select(["type"])
      .where("id", "=", commandId)
      .where("outcome", "is", null)
      .executeTakeFirst(),
  );
  return command?.type;
}

/** Before a check begins, the registry is asked whose certificate is not valid now (article 25). */
async function invalidNumbers(parts: Parts, input: InspectionInput): Promise<ReadonlySet<number>> {
  const team = await parts.database.as(input.authority, (work) => teamOf(work, input.id));
  const officers = team.filter((member) => member.kind === "officer");
  const invalid = await parts.registry.invalidCertificates(
    input.authority,
    officers.map((officer) => officer.inspector_id),
  );
  return new Set(
    officers.filter((officer) => invalid.has(officer.inspector_id)).map((officer) => officer.number),
  );
}
