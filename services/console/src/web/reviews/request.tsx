import { textReviewDecision, type TextReviewRequest } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert, Descriptions } from "antd";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { placeText } from "../calls/refused.ts";
import { BodyForm } from "../form/body-form.tsx";
import { useInspectionWords } from "../inspections/inspection-words.ts";
import { useActors } from "../parts/actors.ts";
import { Loaded } from "../parts/loaded.tsx";
import { MatterLink } from "../parts/matter-link.tsx";
import { Card, Page, PrintButton } from "../parts/page.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { changedIn } from "./changed.ts";
import { ReviewState } from "./state.tsx";

/** Texts that were to be public and look like personal data: read, then let pass or returned with a reason (article 30). */
export function TextReview() {
  const { id } = useParams({ from: "/reviews/$id" });
  const found = useQuery(asked("inspection", "getTextReviewRequestsById", { params: { id } }));
  return <Loaded of={found}>{(request) => <Shown request={request} />}</Loaded>;
}

function Shown({ request }: { request: TextReviewRequest }) {
  const texts = useTexts();
  const { words, console } = texts;
  const { textReview: says } = useInspectionWords();
  const { actor } = useSession();
  const may = useMay();
  const { subject, state, askedBy, askedAt, decision } = request;
  const { actorText } = useActors(
    [{ actor: askedBy }, ...(decision === null ? [] : [{ actor: decision.by }])],
    nobody,
  );
  const mayReview = state === "waiting" && may("text.review", request.authority);
  const steps = useSteps(request);
  return (
    <Page
      title={console.menu.reviews}
      extra={
        <>
          <PrintButton />
          <Steps steps={mayReview && askedBy !== actor ? steps : []} />
        </>
      }
    >
      {mayReview && askedBy === actor ? (
        <Alert type="info" showIcon title={says.own} style={{ marginBlockEnd: 12 }} />
      ) : null}
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2 }}
          items={[
            {
              key: "subject",
              label: says.subject,
              children: subject === null ? says.unbegun : <MatterLink {...subject} />,
            },
            { key: "state", label: words.label.state, children: <ReviewState state={state} /> },
            { key: "askedBy", label: says.askedBy, children: actorText(askedBy, "text.ask") },
            { key: "askedAt", label: says.askedAt, children: timeText(askedAt) },
            ...(decision === null
              ? []
              : [
                  {
                    key: "by",
                    label: says.decidedBy,
                    children: `${actorText(decision.by, "text.review")} ${timeText(decision.at)}`,
                  },
                  {
                    key: "reason",
                    label: state === "passed" ? says.passReason : says.returnReason,
                    children: <span className="written">{decision.reason}</span>,
                  },
                ]),
          ]}
        />
      </Card>
      {request.texts.map(({ path, text, before }) => (
        <Card key={path} title={`${says.text}：${placeText(path, texts)}`}>
          <p className="written">{text}</p>
          {before === null ? null : <Change before={before} after={text} />}
        </Card>
      ))}
    </Page>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  const { textReview: says } = useInspectionWords();
  const { begin, end, ...between } = changedIn(before, after);
  return (
    <>
      <p>{says.changed}</p>
      <p className="written">
        {begin}
        {between.before === "" ? null : <del>{between.before}</del>}
        {between.after === "" ? null : <ins>{between.after}</ins>}
        {end}
      </p>
    </>
  );
}

/** What a reviewer may do with texts that wait. */
function useSteps({ id }: TextReviewRequest): readonly Step[] {
  const { textReview: says } = useInspectionWords();
  const queries = useQueryClient();
  const step = (key: string, passes: boolean, title: string, reason: string): Step => ({
    key,
    title,
    article: 30,
    form: (done) => (
      <BodyForm
        schema={textReviewDecision}
        known={{ reason: { label: reason } }}
        fixed={passes ? passing : returning}
        draft={`${id}/${key}`}
        submit={title}
        send={(body, idempotencyKey) =>
          call.inspection.postTextReviewRequestsByIdDecision({
            params: { id },
            body: textReviewDecision.parse(body),
            idempotencyKey,
          })
        }
        done={() => {
          done();
          void changed(queries, "inspection");
        }}
      />
    ),
  });
  return [
    step("pass", true, says.pass, says.passReason),
    step("return", false, says.giveBack, says.returnReason),
  ];
}

const passing = { passes: true };
const returning = { passes: false };
const nobody = new Map<string, string>();
