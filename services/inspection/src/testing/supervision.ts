import {
  supervisionDetail,
  type SupervisionCommandType,
  type SupervisionDetail,
  type SupervisionSubject,
} from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { randomUUID } from "node:crypto";
import type { Answer } from "../../../../infra/embedded/test-harness.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { answerDue } from "../supervision/deadlines.ts";
import { supervisionLifecycle, type Supervision } from "../supervision/lifecycle.ts";
import { mangshiCalendars } from "./calendars.ts";
import type { InspectionHarness } from "./harness.ts";

/** A Tuesday. Five working days later is 21 September, for Sunday the 20th is worked in exchange. */
export const orderedAt = new Date("2026-09-15T01:00:00Z");

/** An order of the prefecture to 芒市 that was just given, above whom a province is, unless told otherwise. */
export function orderIn(changes: Partial<Supervision> = {}): Supervision {
  const due = answerDue(mangshiCalendars, orderedAt, 5);
  const order: Supervision = {
    id: "01890000-0000-7000-8000-0000000000ee",
    authority: "533103",
    ordered_by: "533100",
    actor: "official-1",
    subject_kind: "authority",
    subject_id: "533103",
    subject_title: "芒市住房和城乡建设局",
    text: "请说明逾期的原因",
    state: "opened",
    lock_version: 1,
    ...due,
    reminders: 0,
    received_at: null,
    answered_at: null,
    late: false,
    missed_at: null,
    breaches: 0,
    escalated_at: null,
    escalated_to: null,
    ended_at: null,
    look_at: null,
    created_at: orderedAt,
    updated_at: orderedAt,
    calendars: mangshiCalendars,
    above: "530000",
    ...changes,
  };
  return { ...order, look_at: supervisionLifecycle.nextAt(order) };
}

/** A command as a rule decides it, received a working day after the order unless told otherwise. */
export function commandOf<Body>(
  body: Body,
  { at = new Date("2026-09-16T01:00:00Z"), callerAuthority = "533103" } = {},
): Command<Body> {
  return { id: randomUUID(), body, act: { at, actor: "official-1", requestId: null }, callerAuthority };
}

const orders = "/api/v1/supervision-orders";

/** What superiors and subordinates do with orders, through HTTP. */
export function supervising(harness: InspectionHarness) {
  const order = (subject: SupervisionSubject, { as = "533100", ...changes }: Ordering = {}) =>
    harness.ask("POST", orders, { as, body: { subject, text: "请核实并整改", workdays: 3, ...changes } });
  const read = async (id: string, as = "533100"): Promise<SupervisionDetail> =>
    supervisionDetail.parse((await harness.call("GET", `${orders}/${id}`, { as })).body);
  return {
    order,
    read,
    async ordered(subject: SupervisionSubject, how: Ordering = {}): Promise<SupervisionDetail> {
      return supervisionDetail.parse((await order(subject, how)).body);
    },
    act: (id: string, type: SupervisionCommandType, body: object, as: string): Promise<Answer> =>
      harness.ask("POST", `${orders}/${id}/commands/${type}`, { as, body }),
    reached: (id: string, is: (order: SupervisionDetail) => boolean): Promise<SupervisionDetail> =>
      until(() => read(id), is),
  };
}
type Ordering = { as?: string; workdays?: unknown; text?: unknown };
export type Supervising = ReturnType<typeof supervising>;
