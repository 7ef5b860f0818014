import { planCommands, type PlanDetail } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Typography } from "antd";
import { asked, call } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { usePlannerWords } from "../words/planner.ts";
import { useTexts } from "../words/words.tsx";
import { Adjusted } from "./adjusted.tsx";
import { Preview } from "./preview.tsx";

/** What whoever publishes a plan looks at before: what it changes, the year's other plans, and what it comes to, as the public will read it (articles 9, 17). */
export function Review({ plan, done }: { plan: PlanDetail; done(): void }) {
  const { words } = useTexts();
  const { review } = usePlannerWords();
  const { id, authority, year } = plan;
  const ofYear = useQuery(
    asked("inspection", "getPlans", { query: { authority, year: String(year), limit: "200" } }),
  );
  return (
    <>
      <Alert type="info" showIcon title={review.about} style={{ marginBlockEnd: 12 }} />
      <Adjusted plan={plan} />
      <Typography.Title level={3} style={{ fontSize: 15 }}>
        {review.others}
      </Typography.Title>
      <Loaded of={ofYear}>
        {({ items }) => {
          const others = items.filter((one) => one.id !== id && one.publishedRevision !== null);
          return others.length === 0 ? (
            <p>{review.noOthers}</p>
          ) : (
            <ul>
              {others.map((other) => (
                <li key={other.id}>
                  <Link to="/plans/$id" params={{ id: other.id }} target="_blank" className="name">
                    {other.title}
                  </Link>{" "}
                  {words.planState[other.state]}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <Preview id={id} />
      <BodyForm
        schema={planCommands.publish}
        draft={`${id}/publish`}
        submit={words.planCommand.publish}
        done={done}
        send={(_body, idempotencyKey) =>
          call.inspection.postPlansByIdCommandsPublish({ params: { id }, body: {}, idempotencyKey })
        }
      />
    </>
  );
}
