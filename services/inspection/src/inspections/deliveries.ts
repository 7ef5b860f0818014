import {
  creditRepair,
  filledIn,
  Problem,
  wordsOf,
  type CreditOutcome,
  type CreditRepair,
  type InspectionEventType,
  type PublicationContent,
} from "@shuangsui/contracts";
import {
  deliveryOf,
  latestDocuments,
  type Deliveries,
  type Engine,
  type NewDocument,
} from "@shuangsui/service-kit";
import { dueAt, shanghaiDate } from "@shuangsui/workdays";
import type { InspectionDeed } from "@shuangsui/workflows/inspection/contract";
import { createHash } from "node:crypto";
import { v5 as uuidv5 } from "uuid";
import type { Sealer } from "@shuangsui/sealing";
import { movedByOf } from "../calendar/moved-by.ts";
import { openingOf } from "../draws/store.ts";
import { publicationIdOf } from "../ids.ts";
import type { DisclosureClient } from "../neighbours/disclosure.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import {
  missingRecordFact,
  overdueFact,
  resultContent,
  withdrawnFact,
  orderPaper,
  type Provenance,
} from "./content.ts";
import { calendarOf, workdays } from "./deadlines.ts";
import { endOfDay, isFirstPublishingAhead, type Inspection, type InspectionDecision } from "./lifecycle.ts";
import { creditOf } from "./outcome.ts";
import { findingsOf, tipOf, type FindingWithPaths } from "./store.ts";

/** What the worker gives deliveries: clients of other services, the engine, and what opens draws' keys. */
export type InspectionReceivers = {
  registry: Pick<
    RegistryClient,
    | "target"
    | "tipInspected"
    | "credit"
    | "repair"
    | "invalidCertificates"
    | "items"
    | "inspectors"
    | "conflicts"
  >;
  disclosure: Pick<DisclosureClient, "open" | "command">;
  engine: Pick<Engine, "refresh">;
  sealer: Sealer;
};

/** What is published is a Chinese document. */
const words = wordsOf("zh").document;

/** A publication that was withdrawn, or was told of something newer, stays as it is. */
const closedOrNewer = ["publication/wrong-state", "publication/superseded"] as const;

const delivery = deliveryOf<Work, Inspection, InspectionDecision, InspectionReceivers>();

/** What an inspection owes to others, and how it is handed over. */
export const inspectionDeliveries: Deliveries<
  Work,
  Inspection,
  InspectionDecision,
  InspectionReceivers,
  InspectionDeed
> = {
  /** Article 2: the registry knows which inspection a tip brought about. */
  tellTip: delivery({
    final: [],
    knows: (work, { id }) => tipOf(work, id),
    async hand({ registry }, { id, authority }, _owed, tip) {
      await registry.tipInspected(authority, tip, id);
    },
  }),

  /** Articles 10, 11: the registry knows the target's name, and where it is. */
  identifyTarget: delivery({
    final: ["not-found"],
    hand: ({ registry }, row) => registry.target(row.authority, row.target_kind, row.target_code),
    done: (_work, _row, { name, territory }) => ({ patch: { target_name: name, territory }, events: [] }),
    refused: (_work, row, code) => ({
      patch: { target_name: row.target_code },
      events: [{ type: "delivery-refused", facts: { deed: "identifyTarget", code } }],
    }),
  }),

  /** Article 24: the alternate's workflow takes up its way. */
  startAlternate: {
    final: [],
    hand: async ({ engine }, { alternate_id: id, authority }) => {
      if (id !== null) await engine.refresh({ type: "inspection", id, authority });
    },
  },

  /** Article 26: the window is over, and a check that began has no record: that is public, at once. */
  publishMissingRecord: delivery({
    final: closedOrNewer,
    knows: provenanceOf,
    hand: ({ disclosure }, row, { revision }, from) =>
      disclosure.open(publicationIdOf(row.id), {
        ...openedAs(row, words.resultTitle),
        dueAt: endOfDay(row.window_to).toISOString(),
        calendarVersion: row.calendar_version,
        fact: missingRecordFact(row, from),
        revision,
      }),
  }),

  /** Article 30: from the end of the check on the public hears by its day, whatever happens. */
  openPublication: delivery({
    final: closedOrNewer,
    knows: provenanceOf,
    hand: ({ disclosure }, row, { revision }, from) =>
      disclosure.open(publicationIdOf(row.id), {
        ...openedAs(row, words.resultTitle),
        ...dueTimeOf(row, from),
        revision,
      }),
    // Where the public was told meanwhile that there was no record, the page is open.
    refused: (_work, row) => (row.record_missed_at === null ? null : { patch: {}, events: [] }),
  }),

  /** Articles 29, 30: each step, in time or missed, moves the day of publication, or changes the fact. */
  moveDueTime: delivery({
    final: closedOrNewer,
    knows: movedDueOf,
    async hand({ disclosure }, row, { revision, key }, due) {
      const body = { ...due, revision };
      await disclosure.command(publicationIdOf(row.id), "due", keyFor(key, body), row.authority, body);
    },
  }),

  /** Article 30: the result, an objection beside it, its answer: each a version, with the due time while that is ahead. */
  giveContent: delivery({
    final: closedOrNewer,
    async knows(work, row, receivers) {
      const [result, due] = await Promise.all([
        resultOf(work, row, receivers),
        isFirstPublishingAhead(row) ? movedDueOf(work, row, receivers) : undefined,
      ]);
      return { ...result, ...(due === undefined ? {} : { due }) };
    },
    async hand({ disclosure }, row, { revision, key }, result) {
      const body = { ...result, revision };
      const id = publicationIdOf(row.id);
      await disclosure.command(id, "content", keyFor(key, body), row.authority, body);
    },
  }),

  /** Article 30: an official publishes before the deadline. */
  publishEarly: {
    final: ["publication/wrong-state"],
    hand: ({ disclosure }, row, { key }) =>
      disclosure.command(publicationIdOf(row.id), "publish", key, row.authority, {}),
  },

  /** Article 30: a day after the deadline nothing was heard of it. What is public is told again. */
  askPublication: {
    final: [],
    hand: ({ disclosure }, row, { key }) =>
      disclosure.command(publicationIdOf(row.id), "ask", key, row.authority, {}),
  },

  /** Article 24: why a drawn target was not inspected. */
  publishWhy: delivery({
    final: closedOrNewer,
    async knows(work, row, receivers) {
      const [documents, from] = await Promise.all([
        latestDocuments(work, row.id),
        provenanceOf(work, row, receivers),
      ]);
      return withdrawnFact(row, documents, from);
    },
    async hand({ disclosure }, row, { revision, key }, content) {
      const due = dueAt(calendarOf(row), row.ended_at ?? row.updated_at, workdays.result);
      const id = publicationIdOf(row.id);
      const opening = {
        ...openedAs(row, words.whyTitle),
        dueAt: due.due.toISOString(),
        calendarVersion: due.calendarVersion,
        fact: content,
        revision,
      };
      await disclosure.open(id, opening).catch((error: unknown) => {
        // It is open, and the public knows of a check without a record already: this is told beside that.
        if (!(error instanceof Problem && error.code === "publication/wrong-state")) throw error;
      });
      const body = { content, reason: content.summary, revision };
      await disclosure.command(id, "withdraw", keyFor(key, body), row.authority, body);
    },
  }),

  /** Article 31: what became of the check enters the credit record, once, and is corrected where that changes. */
  enterCredit: delivery({
    final: [],
    hand: async ({ registry }, row, { revision }) => {
      const credit = creditOf(row.outcome);
      // Where nothing was entered there is nothing to take back.
      if (credit !== null || row.credited_at !== null)
        await registry.credit(row.authority, row.id, {
          targetCode: row.target_code,
          targetKind: row.target_kind,
          origin: row.origin,
          outcome: credit,
          on: shanghaiDate(row.check_ended_at ?? row.updated_at),
          revision,
        });
      return credit;
    },
    done: (_work, row, credit, at) => closed(row, credit, at),
  }),

  /** 信用修复管理办法: what speaks against the target counts no longer. */
  repairCredit: delivery({
    final: [],
    knows: repairOf,
    hand: ({ registry }, row, _owed, repair) => registry.repair(row.authority, row.id, repair),
  }),

  /** 信用修复管理办法: its result is public no longer. One whose term was over was taken down before. */
  takeDown: delivery({
    final: ["publication/wrong-state"],
    knows: repairOf,
    hand: ({ disclosure }, row, { key }, { reason }) =>
      disclosure.command(publicationIdOf(row.id), "take-down", key, row.authority, { reason }),
    done: () => ({ patch: {}, events: [{ type: "result-taken-down" }] }),
  }),
};

/** The decision by which the target's credit was repaired, as it was written down. */
async function repairOf(work: Work, { id }: Inspection): Promise<CreditRepair> {
  return creditRepair.parse((await latestDocuments(work, id)).get("repair"));
}

/** The end of the way (article 31). `credit` is what was entered; null where nothing was, or it was taken back. */
export function closed(row: Inspection, credit: CreditOutcome | null, at: Date): InspectionDecision {
  if (row.state === "closed")
    return {
      patch: credit === null ? {} : { credited_at: row.credited_at ?? at },
      events: [{ type: "credit-corrected", facts: { credit: credit ?? "none" } }],
    };
  if (credit === null)
    return {
      patch: { state: "closed" },
      events: [
        { type: "credit-withheld", state: row.state, facts: { outcome: row.outcome } },
        ...(row.outcome === "not-found"
          ? [{ type: "market-supervision-told" as const, state: row.state }]
          : []),
        { type: "closed" },
      ],
      documents: row.outcome === "not-found" ? [letterToMarketSupervision(row)] : [],
    };
  return {
    patch: { state: "closed", credited_at: at },
    events: [{ type: "credited", state: "credited", facts: { credit } }, { type: "closed" }],
  };
}

/** The letter by which the market supervision authority is told of a target that was not found where it is registered. */
function letterToMarketSupervision(row: Inspection): NewDocument {
  const text = filledIn(words.marketSupervision, {
    target: row.target_name ?? row.target_code,
    code: row.target_code,
    day: shanghaiDate(row.check_ended_at ?? row.updated_at),
  });
  return { kind: "market-supervision", content: { text } };
}

/** What an inspection's publication is opened as. */
function openedAs(row: Inspection, title: string) {
  return {
    kind: "result" as const,
    authority: row.authority,
    subjectId: row.id,
    title: filledIn(title, { target: row.target_name ?? row.target_code }),
    targetCode: row.target_code,
  };
}

/** By when the public hears, and what, where nothing is ready. */
function dueTimeOf(row: Inspection, from: Provenance) {
  if (row.result_due === null) throw new Problem("internal");
  return {
    dueAt: row.result_due.toISOString(),
    calendarVersion: row.calendar_version,
    fact: overdueFact(row, from),
  };
}

/** The same, and by whose notice it moved where the calendar moved it last. */
async function movedDueOf(work: Work, row: Inspection, receivers: InspectionReceivers) {
  const [movedBy, from] = await Promise.all([
    movedByOf(work, row.id, "result", resultSteps),
    provenanceOf(work, row, receivers),
  ]);
  return { ...dueTimeOf(row, from), ...(movedBy === undefined ? {} : { movedBy }) };
}

/** The steps that set the result's due time. */
const resultSteps = ["recorded", "signed", "fed-back"] as const satisfies readonly InspectionEventType[];

async function resultOf(
  work: Work,
  row: Inspection,
  receivers: InspectionReceivers,
): Promise<{ content: PublicationContent; reason: string }> {
  const [documents, findings, from] = await Promise.all([
    latestDocuments(work, row.id),
    findingsOf(work, row.id),
    provenanceOf(work, row, receivers),
  ]);
  return {
    content: resultContent(row, documents, findings, from),
    reason: reasonOf(row, findings),
  };
}

/** Why contents are given: what happened last since the target had its result. */
function reasonOf(row: Inspection, findings: readonly FindingWithPaths[]): string {
  const since = (at: Date | null) => at?.getTime() ?? 0;
  const settled = Math.max(
    0,
    ...findings.flatMap(({ paths }) => paths.map((path) => since(path.settled_at))),
  );
  const [answered, objected] = [since(row.answered_at), since(row.objected_at)];
  const approval = Math.max(since(row.approval_missed_at), since(row.approved_at));
  if (approval > since(row.fed_back_at) && approval > Math.max(settled, answered, objected))
    return words.reasonApproval;
  if (settled > since(row.fed_back_at) && settled > Math.max(answered, objected)) return words.reasonPath;
  if (answered > 0) return words.reasonAnswer;
  return objected === 0 ? words.reasonResult : words.reasonObjection;
}

/** Where an inspection comes from: its draw, or its order. */
async function provenanceOf(
  work: Work,
  { id, draw_id: drawId, target_code: targetCode, team_by: teamBy }: Inspection,
  { sealer }: InspectionReceivers,
): Promise<Provenance> {
  if (drawId !== null) return { opening: await openingOf(work, sealer, drawId, targetCode) };
  if (teamBy === "draw") return { opening: null };
  return { order: orderPaper.parse((await latestDocuments(work, id)).get("order")) };
}

/**
 * The key of what is handed over. Where it says something else when it is tried again (a breach was counted meanwhile),
 * it is not the same command.
 */
function keyFor(key: string, body: object): string {
  return uuidv5(createHash("sha256").update(JSON.stringify(body)).digest("hex"), key);
}
