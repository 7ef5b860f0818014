import { planDraft, Problem, type PlanDetail } from "@shuangsui/contracts";
import { Alert } from "antd";
import { useState } from "react";
import { call } from "../calls/services.ts";
import { useTexts } from "../words/words.tsx";
import { Differences } from "./adjusted.tsx";
import { PlanForm } from "./plan-form.tsx";
import { written } from "./written.ts";

/**
 * Writes a draft anew as it was seen. Where somebody else did so meanwhile it is said what they changed; what is typed stays, and
 * goes over theirs only once whoever types has seen that.
 */
export function Redraft({ plan, done }: { plan: PlanDetail; done(): void }) {
  const { console } = useTexts();
  const [changed, note] = useState<{ from: PlanDetail; to: PlanDetail }>();
  const { id, version, year, title, entries } = plan;
  const seen = changed?.to ?? plan;
  return (
    <>
      {changed === undefined ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBlockEnd: 12 }}
          title={console.plan.changedMeanwhile}
          description={<Differences from={changed.from} to={changed.to} />}
        />
      )}
      <PlanForm
        plan={plan}
        draft={`${id}/redraft/${version}`}
        first={{ year, title, entries: written(entries) }}
        done={done}
        send={async (body) => {
          try {
            return await call.inspection.putPlansById({
              params: { id },
              ifMatch: seen.version,
              body: planDraft.parse(body),
            });
          } catch (error) {
            if (error instanceof Problem && error.code === "version/changed")
              note({ from: seen, to: await call.inspection.getPlansById({ params: { id } }) });
            throw error;
          }
        }}
      />
    </>
  );
}
