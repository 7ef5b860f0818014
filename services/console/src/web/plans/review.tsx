import { filledIn, planCommands, type PlanDetail } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Typography } from "antd";
import { everyPlanOf } from "../calls/lists.ts";
import { call } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useActors } from "../parts/actors.ts";
import { Loaded } from "../parts/loaded.tsx";
import { timeText } from "../parts/time.ts";
import { usePlannerWords } from "../words/planner.ts";
import { useTexts } from "../words/words.tsx";
import { Adjusted } from "./adjusted.tsx";
import { Preview } from "./preview.tsx";

/** What whoever publishes a plan looks at before: what it changes, the year's other plans, and what it comes to, as the public will read it (articles 9, 17). */
export function Review({ plan, done }: { plan: PlanDetail; done(): void }) {
  const { words } = useTexts();
  const { review } = usePlannerWords();
  const { id, authority, year } = plan;
  const ofYear = useQuery(everyPlanOf(authority, year));
  return (
    <>
      <Alert type="info" showIcon title={review.about} style={{ marginBlockEnd: 12 }} />
      <Adjusted plan={plan} />
      <Typography.Title level={3} style={{ fontSize: 15 }}>
        {review.others}
      </Typography.Title>
      <Loaded of={ofYear}>
        {(items) => {
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

/** What a planner looks at before a draft goes to whoever reviews it (article 16). */
export function Submit({ plan: { id }, done }: { plan: PlanDetail; done(): void }) {
  const { words } = useTexts();
  const { review } = usePlannerWords();
  return (
    <>
      <Alert type="info" showIcon title={review.submitAbout} style={{ marginBlockEnd: 12 }} />
      <Preview id={id} />
      <BodyForm
        schema={planCommands.submit}
        draft={`${id}/submit`}
        submit={words.planCommand.submit}
        done={done}
        send={(_body, idempotencyKey) =>
          call.inspection.postPlansByIdCommandsSubmit({ params: { id }, body: {}, idempotencyKey })
        }
      />
    </>
  );
}

/** Takes what one submitted back while it waits: it is a draft again. */
export function Withdraw({ plan: { id }, done }: { plan: PlanDetail; done(): void }) {
  const { words } = useTexts();
  const { review } = usePlannerWords();
  return (
    <>
      <Alert type="info" showIcon title={review.withdrawAbout} style={{ marginBlockEnd: 12 }} />
      <BodyForm
        schema={planCommands.withdraw}
        draft={`${id}/withdraw`}
        submit={words.planCommand.withdraw}
        done={done}
        send={(_body, idempotencyKey) =>
          call.inspection.postPlansByIdCommandsWithdraw({ params: { id }, body: {}, idempotencyKey })
        }
      />
    </>
  );
}

/** Gives what was submitted back to its planner, with the reason (article 16). */
export function Return({ plan: { id }, done }: { plan: PlanDetail; done(): void }) {
  const { words } = useTexts();
  const { review } = usePlannerWords();
  return (
    <>
      <Alert type="info" showIcon title={review.returnAbout} style={{ marginBlockEnd: 12 }} />
      <BodyForm
        schema={planCommands.return}
        draft={`${id}/return`}
        submit={words.planCommand.return}
        done={done}
        send={(body, idempotencyKey) =>
          call.inspection.postPlansByIdCommandsReturn({
            params: { id },
            body: planCommands.return.parse(body),
            idempotencyKey,
          })
        }
      />
    </>
  );
}

/** Where a plan's review stands: that it waits for another person, or why it was returned (article 16). */
export function Reviewing({ plan: { authority, submittedBy, returned, events } }: { plan: PlanDetail }) {
  const { review } = usePlannerWords();
  const { actor } = useSession();
  const may = useMay();
  const { actorText } = useActors(events, nobody);
  if (submittedBy !== null)
    return (
      <Alert
        type="info"
        showIcon
        style={{ marginBlockEnd: 12 }}
        title={
          submittedBy === actor && may("plan.publish", authority)
            ? review.own
            : filledIn(review.waits, { person: actorText(submittedBy, "plan.write") })
        }
      />
    );
  if (returned === null) return null;
  const person = actorText(returned.actor, "plan.publish");
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={filledIn(review.returned, { person, time: timeText(returned.at) })}
      description={<span className="written">{returned.reason}</span>}
    />
  );
}

const nobody = new Map<string, string>();
