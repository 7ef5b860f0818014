import type { MatterInput, Standing } from "@shuangsui/contracts";
import { decideInOrder, type Prepares } from "./commands/decide-in-order.ts";
import type { Frame } from "./frame.ts";
import type { FrameWork } from "./frame-tables.ts";
import type { Deliveries, Domain } from "./domain.ts";
import type { Decision, Matter } from "./matter.ts";
import { deliver } from "./outbox/deliver.ts";
import { passTime } from "./standing.ts";

/** What carries a kind of matter: its workflow's activities. Each gives how the matter stands then. */
export type Carrier<Deed extends string> = {
  passTime(input: MatterInput): Promise<Standing>;
  decide(input: MatterInput, commandId: string): Promise<Standing>;
  deliver(input: MatterInput, deed: Deed): Promise<Standing>;
};

/** Carries a domain's matters in a worker. `receivers` is what its deliveries hand over to. */
export function carrierOf<
  W extends FrameWork,
  M extends Matter,
  D extends Decision,
  Receivers,
  Deed extends string,
>(
  frame: Frame<W>,
  domain: Domain<W, M, D>,
  deliveries: Deliveries<W, M, D, Receivers, Deed>,
  receivers: Receivers,
  prepares: Prepares = {},
): Carrier<Deed> {
  return {
    passTime: (input) => passTime(frame, domain, input),
    decide: (input, commandId) => decideInOrder(frame, domain, prepares, input, commandId),
    deliver: (input, deed) => deliver(frame, domain, deliveries, receivers, input, deed),
  };
}
