import type { MatterInput, Standing } from "@shuangsui/contracts";
import { asActivities } from "@shuangsui/temporal-kit";
import type { MatterKind } from "./follow.ts";

/** What carries a kind of matter, in the service that owns its rows. Each gives how the matter stands then. */
export type Carrier<Deed extends string> = {
  passTime(input: MatterInput): Promise<Standing>;
  decide(input: MatterInput, commandId: string): Promise<Standing>;
  deliver(input: MatterInput, deed: Deed): Promise<Standing>;
};

type Activity = (input: MatterInput, commandId: string) => Promise<Standing>;

/** The activities of a kind of matter by the names that its workflow calls. Each is idempotent under the matter's id. */
export function matterActivities<Deed extends string>(
  kind: MatterKind<Deed>,
  carrier: Carrier<Deed>,
): Record<string, Activity> {
  return asActivities<Record<string, Activity>>({
    [kind.passTime]: (input) => carrier.passTime(input),
    [kind.decide]: (input, commandId) => carrier.decide(input, commandId),
    ...Object.fromEntries(
      kind.deeds.map((deed): [string, Activity] => [deed, (input) => carrier.deliver(input, deed)]),
    ),
  });
}
