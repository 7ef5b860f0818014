import { planCommands, type PlanDetail } from "@shuangsui/contracts";
import { call } from "../calls/services.ts";
import { ChangeForm } from "../form/change-form.tsx";
import { Differences } from "./adjusted.tsx";
import { usePlanFields } from "./plan-form.tsx";
import { written } from "./written.ts";

/** Has a published plan say something else, from the revision that was seen on (article 17). */
export function Adjust({ plan, done }: { plan: PlanDetail; done(): void }) {
  const params = { id: plan.id };
  return (
    <ChangeForm<PlanDetail>
      {...usePlanFields(true, plan)}
      draft={`${plan.id}/adjust`}
      now={plan}
      versionOf={({ revision }) => revision}
      newest={() => call.inspection.getPlansById({ params })}
      first={({ title, entries }) => ({ title, entries: written(entries) })}
      fixed={({ revision }) => ({ revision })}
      differences={({ from, now }) => <Differences from={from} to={now} />}
      send={(body, _seen, idempotencyKey) =>
        call.inspection.postPlansByIdCommandsAdjust({
          params,
          body: planCommands.adjust.parse(body),
          idempotencyKey,
        })
      }
      done={done}
    />
  );
}
