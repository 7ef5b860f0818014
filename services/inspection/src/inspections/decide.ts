import type { Clock } from "@shuangsui/clock";
import {
  inspectionCommands,
  Problem,
  publicationNotice,
  type InspectionCommandType,
} from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import {
  decideCommand,
  ServiceUnavailable,
  undecidedUpTo,
  type Command,
  type Database,
  type Logger,
} from "@shuangsui/service-kit";
import type { Decided, InspectionInput, InspectionView } from "@shuangsui/workflows/inspection/contract";
import type { Transaction } from "kysely";
import { noticeCommand } from "../disclosure-client.ts";
import type { Tables } from "../tables.ts";
import type { RegistryClient } from "../registry-client.ts";
import { lockDraw } from "../draws/store.ts";
import { passTime, viewOf } from "./look.ts";
import { recuse, replaceGone } from "./recusal.ts";
import * as steps from "./steps.ts";
import { actOf } from "../act.ts";
import { findInspection, lockInspection, teamOf, type Member } from "./store.ts";
import type { Inspection } from "./progress.ts";

type Parts = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  registry: Pick<RegistryClient, "invalidCertificates">;
  sealer: Sealer;
};

/**
 * Decides a command on an inspection, once, and gives how the inspection stands then. Before it comes all that came
 * before it was received: the commands received earlier, and what time had done by then. The beginning of a check, for
 * which the registry is asked, is left to `decideWithCertificates`.
 */
export async function decideInspectionCommand(
  parts: Parts,
  input: InspectionInput,
  commandId: string,
): Promise<Decided> {
  return decideInOrder(parts, input, commandId, null);
}

/** Decides a command as `decideInspectionCommand` does, with the certificates as the registry has them now (article 25). */
export async function decideWithCertificates(
  parts: Parts,
  input: InspectionInput,
  commandId: string,
): Promise<InspectionView> {
  const certificates = await certificatesOf(parts, input);
  return (await decideInOrder(parts, input, commandId, certificates)).view;
}

async function decideInOrder(
  { database, clock, logger, sealer }: Parts,
  input: InspectionInput,
  commandId: string,
  certificates: Certificates | null,
): Promise<Decided> {
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const commands = await undecidedUpTo(work, input.id, commandId);
    if (certificates === null && commands.some(({ type }) => type === "begin"))
      return { view: await viewOf(work, await locked(work, input.id), now), slow: true };
    if (commands.some(({ type }) => changesTeams.has(type))) await lockDrawOf(work, input.id);
    for (const { id, receivedAt } of commands) {
      const row = await passTime(work, await locked(work, input.id), receivedAt);
      const act = (command: Command) => apply(work, sealer, row, command, certificates);
      await decideCommand(work, id, now, act, logger);
    }
    return { view: await viewOf(work, await locked(work, input.id), now), slow: false };
  });
}

async function locked(work: Transaction<Tables>, id: string): Promise<Inspection> {
  const row = await lockInspection(work, id);
  if (row === undefined) throw new Problem("not-found");
  return row;
}

async function apply(
  work: Transaction<Tables>,
  sealer: Sealer,
  row: Inspection,
  command: Command,
  certificates: Certificates | null,
): Promise<void> {
  const act = actOf(command);
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
      return recuse(sealer, step("recuse"));
    case "gone":
      return replaceGone(sealer, step("gone"));
    case "cancel":
      return steps.cancel(step("cancel"));
    case "confirm":
      return steps.confirm(step("confirm"));
    case "notify":
      return steps.notify(step("notify"));
    case "begin":
      return steps.begin(step("begin"), await invalidIn(work, row, certificates));
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

/** Of which members of a team the registry was asked, and whose certificate is not valid now. */
type Certificates = { asked: ReadonlySet<string>; invalid: ReadonlySet<string> };

async function certificatesOf(
  { database, registry }: Parts,
  { id, authority }: InspectionInput,
): Promise<Certificates> {
  const officers = await database.as(authority, (work) => officersOf(work, id));
  const asked = officers.map((officer) => officer.inspector_id);
  return { asked: new Set(asked), invalid: await registry.invalidCertificates(authority, asked) };
}

/** The numbers of the officers without a valid certificate. @throws ServiceUnavailable where the team has changed since the registry was asked */
async function invalidIn(
  work: Transaction<Tables>,
  row: Inspection,
  certificates: Certificates | null,
): Promise<ReadonlySet<number>> {
  const officers = await officersOf(work, row.id);
  if (certificates === null || officers.some((officer) => !certificates.asked.has(officer.inspector_id)))
    throw new ServiceUnavailable("the registry was not asked about this team");
  return new Set(
    officers
      .filter((officer) => certificates.invalid.has(officer.inspector_id))
      .map((officer) => officer.number),
  );
}

async function officersOf(work: Transaction<Tables>, id: string): Promise<Member[]> {
  return (await teamOf(work, id)).filter((member) => member.kind === "officer");
}
