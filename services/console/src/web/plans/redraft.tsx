import { planDraft, type PlanDetail } from "@shuangsui/contracts";
import { call } from "../calls/services.ts";
import { ChangeForm } from "../form/change-form.tsx";
import { Differences } from "./adjusted.tsx";
import { usePlanFields } from "./plan-form.tsx";
import { written } from "./written.ts";

/** Writes a draft anew as it was seen. */
export function Redraft({ plan, done }: { plan: PlanDetail; done(): void }) {
  const params = { id: plan.id };
  return (
    <ChangeForm<PlanDetail>
      {...usePlanFields(false, plan)}
      draft={`${plan.id}/redraft`}
      now={plan}
      versionOf={({ version }) => version}
      newest={() => call.inspection.getPlansById({ params })}
      first={({ year, title, entries }) => ({ year, title, entries: written(entries) })}
      differences={({ from, now }) => <Differences from={from} to={now} />}
      send={(body, { now: { version } }) =>
        call.inspection.putPlansById({ params, ifMatch: version, body: planDraft.parse(body) })
      }
      done={done}
    />
  );
}
