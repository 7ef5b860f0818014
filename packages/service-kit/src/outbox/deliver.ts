import { Problem, type MatterInput, type Standing } from "@shuangsui/contracts";
import { v5 as uuidv5 } from "uuid";
import { ServiceUnavailable } from "../unavailable.ts";
import type { Frame } from "../frame.ts";
import { codeOf } from "../database.ts";
import type { FrameWork } from "../frame-tables.ts";
import type { Deliveries, Domain } from "../domain.ts";
import { actOfTime, type Decision, type Matter } from "../matter.ts";
import { inRequest } from "../request-scope.ts";
import { passTime, standAt } from "../standing.ts";
import { writeDecision } from "../write-decision.ts";
import { noteFailure, owedNext, settle } from "./outbox.ts";
import { stuckAttempts } from "./table.ts";

const keySpace = "9d2f1f38-1b0a-5b7e-8a9c-3f4e5d6c7b8a";

/**
 * Hands over what a matter owes by a deed, and writes down that it is done, together with what follows from it. What is no
 * longer owed is neither handed over nor written down. A refusal that is final for the deed is on record; any other failure
 * is noted and thrown, to be tried again. Gives how the matter stands then.
 * @throws Problem, ServiceUnavailable as the receiver answered
 */
export async function deliver<
  W extends FrameWork,
  M extends Matter,
  D extends Decision,
  Receivers,
  Deed extends string,
>(
  { database, clock, logger }: Pick<Frame<W>, "database" | "clock" | "logger">,
  domain: Domain<W, M, D>,
  deliveries: Deliveries<W, M, D, Receivers, Deed>,
  receivers: Receivers,
  input: MatterInput,
  deed: Deed,
): Promise<Standing> {
  const { id, authority } = input;
  const delivery = deliveries[deed];
  const which = delivery.each === true ? "lowest" : "highest";
  const found = await database.as(authority, async (work) => {
    // In this order: what is handed over is never older than what is then noted as done.
    const [owed, matter] = await Promise.all([owedNext(work, id, deed, which), domain.find(work, id)]);
    if (matter === undefined || owed === undefined) return undefined;
    const read = Promise.resolve(delivery.knows?.(work, matter, receivers, owed));
    return { matter, owed, read: await settled(read) };
  });
  if (found === undefined) return passTime({ database, clock }, domain, input);
  const { matter, owed, read } = found;
  const key = uuidv5(`${deed}/${owed.revision}`, uuidv5(id, keySpace));
  const handed = await inRequest(owed.request_id, async () => {
    if ("error" in read) throw read.error;
    return delivery.hand(receivers, matter, { revision: owed.revision, key }, read.value);
  }).then(
    (result) => ({ result }),
    async (error: unknown) => {
      if (error instanceof Problem && delivery.final.includes(error.code)) return { refusal: error.code };
      const code = nameOf(error);
      await database.as(authority, (work) => noteFailure(work, owed, code));
      if (owed.attempts + 1 >= stuckAttempts)
        logger.warn({ subject: id, deed, code, attempts: owed.attempts + 1 }, "what is owed is stuck");
      throw error;
    },
  );
  const stood = await database.as(authority, async (work) => {
    const locked = await domain.lock(work, id, []);
    if (locked === undefined) return undefined;
    const at = await clock.now(work);
    if (!(await settle(work, owed, at, "refusal" in handed ? handed.refusal : null)))
      return standAt(work, clock, domain, locked);
    const decision =
      "refusal" in handed
        ? ((await delivery.refused?.(work, locked, handed.refusal, at)) ??
          (noteOfRefusal(deed, handed.refusal) as D))
        : ((await delivery.done?.(work, locked, handed.result, at)) ?? null);
    const matter =
      decision === null
        ? locked
        : await writeDecision(
            work,
            domain,
            locked,
            decision,
            { ...actOfTime(at), requestId: owed.request_id },
            { action: "deed", facts: { deed, revision: owed.revision } },
          );
    return standAt(work, clock, domain, matter);
  });
  return stood ?? passTime({ database, clock }, domain, input);
}

/** What came of reading, so that a failure is noted as one of handing over. */
function settled(reading: Promise<unknown>): Promise<{ value: unknown } | { error: unknown }> {
  return reading.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** What is on record of a refusal where a domain writes nothing else. Every domain's decision can be a mere event. */
function noteOfRefusal(deed: string, code: string): Decision {
  return { patch: {}, events: [{ type: "delivery-refused", facts: { deed, code } }] };
}

/** What handing over failed with, in a word that says nothing of a person. */
function nameOf(error: unknown): string {
  if (error instanceof ServiceUnavailable) return "unavailable";
  if (error instanceof Problem) return error.code;
  return codeOf(error) ?? (error instanceof Error ? error.name : "unknown");
}
