import { filledIn, textsOf, type NewTextReviewRequest, type Problem } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useDeed } from "../calls/deed.ts";
import { asked, call } from "../calls/services.ts";
import { useInspectionWords } from "../inspections/inspection-words.ts";
import { Failed } from "../parts/failed.tsx";

/** What a form's texts are of; null where that is not there yet. */
export type Subject = NewTextReviewRequest["subject"];
/** The texts that were refused, by their places in the body that was sent. */
export type Refused = { places: Problem["places"]; body: string };

const everyMs = 5_000;
const kinds = { waiting: "info", passed: "success", returned: "warning" } as const;

/**
 * What another person is to let pass: asks for that from the form, follows what becomes of it, and has the form name it; nothing is copied by
 * hand.
 */
export function AskReview({
  refused,
  subject,
  form,
  request,
  name,
}: {
  /** None where nothing was refused since the review was asked for. */
  refused: Refused | undefined;
  subject: Subject;
  /** By what name the form is kept. */
  form: string;
  /** The review that was asked for. */
  request: string | undefined;
  name(request: string): void;
}) {
  const { textReview: says } = useInspectionWords();
  const { data } = useQuery({
    ...asked("inspection", "getTextReviewRequestsById", { params: { id: request ?? "" } }),
    enabled: request !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? everyMs : false),
  });
  const asking = useDeed({
    send: (body: NewTextReviewRequest, idempotencyKey) =>
      call.inspection.postTextReviewRequests({ body, idempotencyKey }),
    onSuccess: ({ id }) => name(id),
  });
  const texts = (refused?.places ?? []).flatMap(({ path = "" }) =>
    textsOf(JSON.parse(refused?.body ?? "{}"), path).map((text) => ({ path, text })),
  );
  return (
    <>
      {data === undefined ? null : (
        <Alert
          type={kinds[data.state]}
          showIcon
          role="status"
          style={{ marginBlockStart: 12 }}
          title={filledIn(says[data.state], { reason: data.decision?.reason ?? "" })}
        />
      )}
      {texts.length === 0 ? null : (
        <Alert
          type="info"
          showIcon
          style={{ marginBlockStart: 12 }}
          title={says.asked}
          description={texts.map(({ path, text }) => (
            <p key={path} className="written">
              {text}
            </p>
          ))}
          action={
            <Button
              size="small"
              disabled={false}
              loading={asking.isPending}
              onClick={() => asking.run({ subject, form, texts })}
            >
              {says.ask}
            </Button>
          }
        />
      )}
      {asking.error === null ? null : <Failed error={asking.error} />}
    </>
  );
}
