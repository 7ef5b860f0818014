import {
  inspectionCommands,
  Problem,
  type InspectionCommand,
  type InspectionOrder,
  type InspectionState,
  type ProblemCode,
  type PublicationNotice,
} from "@shuangsui/contracts";
import type { Command, NewEvent } from "@shuangsui/service-kit";
import type { InspectionDeed } from "@shuangsui/workflows/inspection/contract";
import { decideApprovedAfterwards } from "../inspections/commands/approved-afterwards.ts";
import { decideAnswer } from "../inspections/commands/answer.ts";
import { decideBegin } from "../inspections/commands/begin.ts";
import { decideCancel } from "../inspections/commands/cancel.ts";
import { decideConfirm } from "../inspections/commands/confirm.ts";
import { decideFeedback } from "../inspections/commands/feedback.ts";
import { decideNotify } from "../inspections/commands/notify.ts";
import { decideObject } from "../inspections/commands/object.ts";
import { decidePath } from "../inspections/commands/path.ts";
import { decidePublish } from "../inspections/commands/publish.ts";
import { decidePublished } from "../inspections/commands/published.ts";
import { decideReceive } from "../inspections/commands/receive.ts";
import { decideRecord } from "../inspections/commands/record.ts";
import { decideRepair } from "../inspections/commands/repair.ts";
import { decideReport } from "../inspections/commands/report.ts";
import { decideSign } from "../inspections/commands/sign.ts";
import { decideSupplement } from "../inspections/commands/supplement.ts";
import { newInspection } from "../inspections/creation.ts";
import { closed, inspectionDeliveries } from "../inspections/deliveries.ts";
import { inspectionDomain } from "../inspections/domain.ts";
import {
  afterChange,
  endOfDay,
  inspectionLifecycle,
  type DrawnInspection,
  type Inspection,
  type InspectionDecision,
} from "../inspections/lifecycle.ts";
import { creditOf } from "../inspections/outcome.ts";
import { decideOrder, type OrderKnown } from "../inspections/order.ts";
import type { FindingPathTable } from "../inspections/tables.ts";
import { mangshiCalendars } from "./calendars.ts";

/** Something done to an inspection, and how it answered: what a database can be asked to do as well. */
export type Done =
  | { do: "command"; at: Date; type: string; body: unknown; outcome: "done" | ProblemCode }
  | { do: "time"; at: Date }
  | { do: "approve"; at: Date }
  /** `answer` is what the neighbour says: null where it takes it, else the code with which it refuses. */
  | { do: "deliver"; at: Date; deed: InspectionDeed; answer: ProblemCode | null };

type Finding = { id: string; paths: Pick<FindingPathTable, "path" | "settled_at">[] };
type Owed = { deed: InspectionDeed; revision: number; ended: "done" | "waived" | ProblemCode | null };
type Happened = Required<NewEvent> & { at: Date };

/** An inspection without a database: what the frame does with decisions, and a disclosure that publishes by its deadline. */
export type Model = {
  row: Inspection;
  /** What was recorded on site. */
  record: InspectionCommand<"record"> | null;
  /** How many approvals of its check are on record. */
  approvals: number;
  findings: Finding[];
  events: Happened[];
  outbox: Owed[];
  now: Date;
  history: Done[];
  /** What disclosure has, and what it has yet to tell. */
  publication: {
    state: "none" | "open" | "ready" | "published" | "withdrawn" | "taken-down";
    due: Date;
    version: number;
  };
  notices: PublicationNotice[];
  told: PublicationNotice[];
};

const hour = 3_600_000;
const officers = [1, 2];
const inspectorId = (number: number) => `01890000-0000-7000-8000-00000000001${number}`;
const team = officers.map((number) => ({
  number,
  kind: "officer" as const,
  inspector_id: inspectorId(number),
}));
/** Who asks: one officer writes what is signed, the other one signs it. */
export const inspectorAsking = (type: string) => inspectorId(type === "sign" ? 2 : 1);
const item = "I1";
const visits = { cap: { perYear: null, exemptOrigins: [], exemptKinds: [], source: null }, counted: 0 };

/** The drawn target of the model, its team of two officers and an item. */
export const drawn: DrawnInspection = {
  id: "01890000-0000-7000-8000-000000000001",
  authority: "533103",
  campaignId: "01890000-0000-7000-8000-000000000002",
  drawId: "533103-model",
  opaqueId: "opaque",
  targetCode: "T000001",
  targetKind: "entity",
  targetName: null,
  territory: null,
  riskClass: "A",
  profile: "team",
  officersNeeded: 2,
  itemCodes: [item],
  kind: "daily",
  rank: 1,
  members: officers.map((number) => ({
    number,
    kind: "officer",
    position: number,
    inspectorId: inspectorId(number),
  })),
  windowFrom: "2026-09-14",
  windowTo: "2026-10-30",
};

/** As the draw makes it. */
export function drawnModel(at: Date, target: DrawnInspection = drawn): Model {
  return {
    row: newInspection(target, at, mangshiCalendars),
    record: null,
    approvals: 1,
    findings: [],
    events: [{ type: "drawn", state: "drawn", facts: { drawId: target.drawId, rank: target.rank }, at }],
    outbox: [{ deed: "identifyTarget", revision: 1, ended: null }],
    now: at,
    history: [],
    publication: { state: "none", due: at, version: 0 },
    notices: [],
    told: [],
  };
}

/** An order that cannot wait for its approval: a complaint about the model's target. */
export const emergencyOrder: InspectionOrder = {
  origin: "complaint",
  target: { kind: drawn.targetKind, code: drawn.targetCode },
  items: [item],
  window: { from: drawn.windowFrom, to: drawn.windowTo },
  source: { document: "12345热线〔2026〕18号", about: "群众反映脚手架有坍塌危险" },
  team: { by: "lot", officers: 2 },
  emergency: { reason: "可能危及人身安全" },
};

/** The name that the registry of the model knows its target by, and where it has it. */
export const targetName = "某建筑公司";
export const territory = "533103101";

/** What the registry says of it: two officers, and the item in force. */
export const emergencyKnown: OrderKnown = {
  target: { ...emergencyOrder.target, name: targetName, territory, riskClass: "A", status: "active" },
  items: [
    {
      code: item,
      name: "抽查事项",
      version: 1,
      inForce: true,
      officerTypes: [],
      specialties: [],
      targetKind: drawn.targetKind,
      legalBasis: "《建筑法》",
      content: "内容",
      method: "现场检查",
      repealed: [],
      checklist: [],
    },
  ],
  candidates: { free: [], barred: new Set() },
  lot: {
    order: drawn.members.map(({ inspectorId: id }) => ({ id, kind: "officer", types: [], specialties: [] })),
    needs: { officers: 2, types: [], specialties: [] },
  },
};

/** As that order makes it. */
export function orderedModel(at: Date, id: string = drawn.id): Model {
  const { inspection } = decideOrder(id, drawn.authority, emergencyOrder, emergencyKnown, at);
  const { origin, teamBy, emergency } = inspection;
  return {
    ...drawnModel(at),
    row: newInspection(inspection, at, mangshiCalendars),
    approvals: 0,
    events: [{ type: "ordered", state: "drawn", facts: { origin, teamBy, emergency }, at }],
    outbox: [],
  };
}

/** Writes a decision down, as the store does. */
function write(model: Model, decision: InspectionDecision, at: Date): void {
  const row = afterChange(model.row, decision.patch, at);
  model.row = row;
  for (const { type, state = row.state, facts = {} } of decision.events)
    model.events.push({ type, state, facts, at });
  const record = decision.documents?.find(({ kind }) => kind === "record");
  if (record !== undefined) model.record = inspectionCommands.record.parse(record.content);
  for (const { id } of decision.findings ?? []) model.findings.push({ id, paths: [] });
  const { path } = decision;
  if (path !== undefined) {
    const paths = model.findings.find(({ id }) => id === path.finding_id)?.paths ?? [];
    const standing = paths.find((one) => one.path === path.path);
    const settledAt = path.settled_at ?? null;
    if (standing === undefined) paths.push({ path: path.path, settled_at: settledAt });
    else standing.settled_at ??= settledAt;
  }
  for (const owed of model.outbox)
    if (owed.ended === null && decision.waives?.includes(owed.deed) === true) owed.ended = "waived";
  for (const owed of decision.owes ?? [])
    model.outbox.push(
      typeof owed === "string"
        ? { deed: owed, revision: row.lock_version, ended: null }
        : { ...owed, ended: null },
    );
}

function passTime(model: Model, until: Date): void {
  for (;;) {
    const decision = inspectionLifecycle.elapsed(model.row, until);
    if (decision === null) return;
    write(model, decision, until);
  }
}

/** What a command of the model decides. The draw's own, by lot, are tested by themselves. */
export function decide(model: Model, type: string, body: unknown): InspectionDecision {
  const { row, findings, now: at } = model;
  const check = {
    record: model.record ?? { conduct: { kind: "carried-out" as const }, entries: [] },
    findings,
  };
  const command = <Body>() =>
    ({
      id: "",
      body,
      act: { at, actor: "official-1", requestId: null },
      callerAuthority: "",
      inspector: inspectorAsking(type),
    }) as Command<Body>;
  switch (type) {
    case "confirm":
      return decideConfirm(row, command());
    case "cancel":
      return decideCancel(row, command());
    case "notify":
      return decideNotify(row, command(), { team });
    case "begin":
      return decideBegin(row, command(), { approvals: model.approvals, team, invalid: new Set(), visits });
    case "record":
      return decideRecord(row, command(), { team });
    case "supplement":
      return decideSupplement(row, command(), { team });
    case "path":
      return decidePath(row, command(), check);
    case "report":
      return decideReport(row, command(), { team, findings });
    case "sign":
      return decideSign(row, command(), { team, record: model.record ?? undefined });
    case "feedback":
      return decideFeedback(row, command());
    case "receive":
      return decideReceive(row, command());
    case "object":
      return decideObject(row, command());
    case "answer":
      return decideAnswer(row, command(), check);
    case "publish":
      return decidePublish(row);
    case "repair":
      return decideRepair(row, command());
    case "published":
      return decidePublished(row, command());
    default:
      throw new RangeError(`no command ${type}`);
  }
}

/** Asks a command of the model: time passes up to its receipt first, and does after it what it does at once. */
export function ask(model: Model, type: string, body: unknown): "done" | ProblemCode {
  passTime(model, model.now);
  let outcome: "done" | ProblemCode = "done";
  try {
    write(model, decide(model, type, body), model.now);
    passTime(model, model.now);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    outcome = error.code;
  }
  model.history.push({ do: "command", at: model.now, type, body, outcome });
  return outcome;
}

/** Lets time pass, as a workflow's timer or the sweep has it written down. */
export function wait(model: Model, until: Date): void {
  model.now = until;
  publishByDeadline(model);
  passTime(model, until);
  model.history.push({ do: "time", at: until });
}

/** An approval is put on record. */
export function approve(model: Model): void {
  model.approvals += 1;
  if (model.row.approval_due !== null) {
    passTime(model, model.now);
    const decision = decideApprovedAfterwards(model.row, {
      at: model.now,
      actor: "head-1",
      requestId: null,
    });
    if (decision !== null) write(model, decision, model.now);
  }
  model.history.push({ do: "approve", at: model.now });
}

/** What is owed and may be handed over now. */
export function owedNow({ outbox }: Model): InspectionDeed[] {
  const open = new Set(outbox.filter(({ ended }) => ended === null).map(({ deed }) => deed));
  return [...open].filter(
    (deed) =>
      inspectionDomain.deedsAfter?.[deed]?.some((before) => open.has(before as InspectionDeed)) !== true,
  );
}

/** Hands over the newest of a deed, as the frame does; `away`: the neighbour cannot be reached. */
export function deliver(model: Model, deed: InspectionDeed, away: boolean): void {
  const { row, now: at } = model;
  const delivery = inspectionDeliveries[deed];
  const answer = away ? "unavailable" : handOver(model, deed);
  model.history.push({ do: "deliver", at, deed, answer });
  const isFinal = answer !== null && delivery.final.includes(answer);
  if (answer !== null && !isFinal) return;
  for (const owed of model.outbox)
    if (owed.deed === deed && owed.ended === null) owed.ended = answer ?? "done";
  const isKnown = deed === "openPublication" && row.record_missed_at !== null;
  const refused: InspectionDecision = {
    patch: deed === "identifyTarget" ? { target_name: row.target_code } : {},
    events: isKnown ? [] : [{ type: "delivery-refused", facts: { deed, code: answer } }],
  };
  const done = doneBy(row, deed, at);
  const decision = isFinal ? refused : done;
  if (decision !== null) write(model, decision, at);
  passTime(model, at);
}

function doneBy(row: Inspection, deed: InspectionDeed, at: Date): InspectionDecision | null {
  if (deed === "identifyTarget") return { patch: { target_name: targetName, territory }, events: [] };
  if (deed === "takeDown") return { patch: {}, events: [{ type: "result-taken-down" }] };
  if (deed !== "enterCredit") return null;
  return closed(row, creditOf(row.outcome), at);
}

/** What disclosure answers, and what it publishes by it. */
function handOver(model: Model, deed: InspectionDeed): ProblemCode | null {
  const { publication: to, row } = model;
  const isOpen = to.state === "open" || to.state === "ready";
  const due = row.result_due ?? to.due;
  switch (deed) {
    case "openPublication":
      if (to.state !== "none" && !isOpen) return "publication/wrong-state";
      model.publication = { ...to, state: "open", due };
      return null;
    case "publishMissingRecord":
      if (to.state !== "none") return "publication/wrong-state";
      model.publication = { ...to, state: "open", due: endOfDay(row.window_to) };
      publishByDeadline(model);
      return null;
    case "moveDueTime":
      if (!isOpen) return "publication/wrong-state";
      to.due = due;
      return null;
    case "giveContent":
      if (to.state === "none") return "not-found";
      if (to.state === "taken-down") return "publication/wrong-state";
      if (!isOpen) tell(model, "published", "correction", false);
      else model.publication = { ...to, state: "ready", due };
      return null;
    case "publishEarly":
      if (to.state === "ready") tell(model, "published", "official", false);
      else return to.state === "open" ? "publication/nothing-to-publish" : "publication/wrong-state";
      return null;
    case "askPublication": {
      const last = [...model.told, ...model.notices].at(-1);
      if (last !== undefined) model.notices.push(last);
      return null;
    }
    case "publishWhy":
      if (to.state === "withdrawn") return "publication/wrong-state";
      tell(model, "withdrawn", "withdrawal", false);
      return null;
    case "takeDown":
      if (to.state !== "published") return "publication/wrong-state";
      model.publication = { ...to, state: "taken-down" };
      return null;
    case "identifyTarget":
    case "tellTip":
    case "startAlternate":
    case "enterCredit":
    case "repairCredit":
      return null;
    default:
      return deed satisfies never;
  }
}

function publishByDeadline(model: Model): void {
  const { state, due } = model.publication;
  if (model.now < due) return;
  if (state === "ready") tell(model, "published", "deadline", false);
  if (state === "open") tell(model, "published", "deadline", true);
}

function tell(
  model: Model,
  state: "published" | "withdrawn",
  by: PublicationNotice["by"],
  breach: boolean,
): void {
  const version = model.publication.version + 1;
  const publishedAt = model.now.toISOString();
  model.publication = { ...model.publication, state, version };
  model.notices.push({ kind: "result", subjectId: model.row.id, version, publishedAt, by, breach });
}

/** Does what a number says: mostly what comes next by the law, else anything at all, in any order. */
export function step(model: Model, number: number): void {
  const [what, which] = [number % 16, Math.floor(number / 16)];
  model.now = new Date(model.now.getTime() + 1_000);
  if (what < 7) return void ask(model, ...nextCommand(model, which));
  if (what === 7) return void ask(model, ...anyCommand(model, which));
  if (what === 8) return wait(model, new Date(model.now.getTime() + (which % 500) * hour));
  if (what < 11) return wait(model, nearDue(model, which));
  if (what < 14) {
    const owed = owedNow(model);
    const deed = owed[which % owed.length];
    if (deed !== undefined) deliver(model, deed, which % 5 === 0);
    return;
  }
  if (what === 15 && model.row.emergency && which % 2 === 0) return approve(model);
  const notice = model.notices.shift() ?? model.told[which % model.told.length];
  if (notice === undefined) return;
  model.told.push(notice);
  ask(model, "published", notice);
}

/** Just before, at or after the instant at which something is due. */
function nearDue({ row, publication, now }: Model, which: number): Date {
  const dues = [row.look_at, row.shown_due, row.approval_due, publication.due].filter(
    (due) => due !== null && due > now,
  );
  const due = dues[which % dues.length] ?? now;
  return new Date(Math.max(now.getTime(), due.getTime() + ((which % 3) - 1) * 1_000));
}

/** Hands over what is owed, tells what was published, and lets time pass, until nothing happens any more. */
export function settle(model: Model): void {
  for (let rounds = 0; rounds < 40; rounds += 1) {
    const before = model.history.length;
    for (let deed = owedNow(model)[0]; deed !== undefined; deed = owedNow(model)[0])
      deliver(model, deed, false);
    for (let notice = model.notices.shift(); notice !== undefined; notice = model.notices.shift())
      ask(model, "published", notice);
    const { state, due } = model.publication;
    const next = model.row.look_at ?? (state === "open" || state === "ready" ? due : null);
    if (next !== null) wait(model, next > model.now ? next : model.now);
    if (model.history.length === before) return;
  }
  throw new RangeError("it never comes to rest");
}

type Asked = [type: string, body: unknown];

function nextCommand(model: Model, which: number): Asked {
  const open = model.findings.find(({ paths }) => paths.length === 0);
  const next: Record<InspectionState, readonly string[]> = {
    drawn: ["confirm"],
    confirmed: ["notify"],
    notified: ["begin"],
    checking: [model.row.signatures.length === 0 ? "record" : "sign"],
    recorded: ["path"],
    handled: [model.row.signatures.at(-1)?.paper === "report" ? "sign" : "report"],
    signed: ["feedback"],
    "fed-back": ["object", "publish", "answer"],
    published: ["object", "answer"],
    credited: ["answer"],
    closed: ["answer", "repair"],
    gone: ["cancel"],
    "no-team": ["begin"],
    lapsed: ["begin"],
    cancelled: ["record"],
  };
  const types = next[model.row.state];
  return [
    types[which % types.length] ?? "cancel",
    bodyOf(model, types[which % types.length] ?? "cancel", which, open),
  ];
}

const types = [
  "confirm",
  "cancel",
  "notify",
  "begin",
  "record",
  "supplement",
  "path",
  "report",
  "sign",
  "feedback",
  "receive",
  "object",
  "answer",
  "publish",
  "repair",
];

function anyCommand(model: Model, which: number): Asked {
  const type = types[which % types.length] ?? "cancel";
  return [type, bodyOf(model, type, which, model.findings[which % 3])];
}

/** The body of a command, as it should be but for every eleventh `which`. */
export function bodyOf(
  model: Model,
  type: string,
  which = 1,
  finding: Finding | undefined = model.findings[0],
): unknown {
  const at = model.now.toISOString();
  const bodies: Record<string, () => unknown> = {
    confirm: (): InspectionCommand<"confirm"> => ({ statement: "均无利害关系" }),
    cancel: (): InspectionCommand<"cancel"> => ({ reason: "企业停业整顿" }),
    notify: (): InspectionCommand<"notify"> => ({
      deliveredTo: "前台",
      method: "in-person",
      checkOn: which % 11 === 0 ? "2026-11-05" : "2026-09-22",
    }),
    begin: (): InspectionCommand<"begin"> => ({
      shownCertificates: which % 11 === 0 ? [1] : officers,
      place: "办公地点",
    }),
    record: () => recordOf(model, which),
    repair: (): InspectionCommand<"repair"> => ({
      number: "信用修复决定书1号",
      decidedOn: which % 11 === 0 ? "2099-01-01" : "2026-09-15",
      reason: "已整改到位",
    }),
    supplement: (): InspectionCommand<"supplement"> => ({
      text: "补充说明",
    }),
    path: (): InspectionCommand<"path"> => ({
      findingId: finding?.id ?? drawn.id,
      path: which % 2 === 0 ? "on-the-spot" : "own-department",
      document: "责令改正通知书",
      due: null,
      settled: which % 11 !== 0,
    }),
    report: (): InspectionCommand<"report"> => ({
      timeAndContent: "时间和内容",
      methodAndSteps: "方法步骤",
      situationAndAssessment: "情况和评价",
      opinion: "意见",
    }),
    sign: () => lastOffered(model, which),
    feedback: (): InspectionCommand<"feedback"> =>
      model.row.outcome === "not-found" || which % 11 === 0
        ? { receivedBy: null, method: "public-notice" }
        : { receivedBy: "负责人", method: "in-person" },
    receive: (): InspectionCommand<"receive"> => ({ by: "负责人" }),
    object: (): InspectionCommand<"object"> => ({ statement: "有异议" }),
    answer: (): InspectionCommand<"answer"> => ({
      statement: `答复${at}`,
      upheld: which % 2 === 0,
      // Upheld to one finding of two, and sometimes to one that there is not.
      ...(which % 4 === 0 && finding !== undefined ? { findings: [finding.id] } : {}),
      ...(which % 11 === 0 ? { findings: [drawn.id] } : {}),
    }),
    publish: () => ({}),
  };
  return bodies[type]?.();
}

/** What was written last, for the other officer to sign; now and then a revision that nobody wrote. */
function lastOffered({ row }: Model, which: number): InspectionCommand<"sign"> {
  const { paper, revision } = row.signatures.at(-1) ?? { paper: "record", revision: 1 };
  return { paper, revision: which % 11 === 0 ? 99 : revision };
}

/** What shows that a check could not be carried out. */
const shown = { statement: "大门紧锁，无人应答", witness: "社区工作人员", evidence: ["1".repeat(64)] };

const conducts: Partial<Record<number, InspectionCommand<"record">["conduct"]>> = {
  5: { kind: "not-found", ...shown },
  6: { kind: "not-cooperating", ...shown },
  7: { kind: "lawfully-refused", ground: "no-approval", ...shown },
};

/** A record: of a check with two, one or no finding, of one that could not be carried out, or of which no item applied. */
function recordOf({ now, row }: Model, which: number): InspectionCommand<"record"> {
  const at = now.toISOString();
  const conduct = conducts[which % 8] ?? { kind: "carried-out" };
  const findings = conduct.kind === "carried-out" ? which % 3 : 0;
  const applies = which % 5 !== 4;
  return {
    endedAt: at,
    conduct,
    entries:
      conduct.kind !== "carried-out"
        ? []
        : findings > 0
          ? [{ itemCode: item, result: "fail" }]
          : applies
            ? [{ itemCode: item, result: "pass" }]
            : [{ itemCode: item, result: "not-applicable", note: "未开展该项业务" }],
    findings: Array.from({ length: findings }, (_, index) => ({
      id: `01890000-0000-7000-8000-00000000002${index}`,
      itemCode: item,
      description: "未公示资质证书",
    })),
    ...(conduct.kind === "carried-out" ? { target: { signed: true as const, by: "负责人" } } : {}),
    recordings: [{ sha256: "0".repeat(64), from: (row.check_began_at ?? now).toISOString(), to: at }],
    gaps: [],
  };
}
