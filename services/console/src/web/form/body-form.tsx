import { Problem } from "@shuangsui/contracts";
import { Alert, Button, Form, Space, type FormInstance } from "antd";
import { lazy, Suspense, useId, useMemo, useState, type ReactNode } from "react";
import type { z } from "zod";
import { useDeed } from "../calls/deed.ts";
import { whenThere } from "../calls/later.ts";
import { Failed } from "../parts/failed.tsx";
import { useTexts } from "../words/words.tsx";
import type { Refused, Subject } from "./ask-review.tsx";
import { useDraft } from "./draft.ts";
import { Fields, type Known } from "./fields.tsx";
import { fieldsOf, type Field } from "./shape.ts";
import { bodyOf, type Values } from "./values.ts";

const AskReview = lazy(
  whenThere(() => import("./ask-review.tsx").then(({ AskReview: component }) => ({ default: component }))),
);

type Given = {
  schema: z.ZodType;
  known?: Known;
  /** What stands in the fields at first. */
  first?: Values;
  /** What is sent besides, which nobody types. */
  fixed?: Values;
  /** By what name it is kept in this tab until it was taken. */
  draft: string;
  send(body: unknown, idempotencyKey: string): Promise<unknown>;
  done(): void;
  submit?: string;
  /** Shows what stands there, and lets nobody change it. */
  readOnly?: boolean;
  /** What is shown below the fields, of the body that stands in them. */
  follows?: (body: Values) => ReactNode;
  /** What its texts are of, for who reviews those that look like personal data. */
  subject?: Subject;
  /** Hears that something was typed, and that what was typed was taken or thrown away. */
  typed?: () => void;
  dropped?: () => void;
};

/**
 * A form made of the schema of what is sent. What is typed is kept until it was taken, also over a session's end or a reload
 * (`draft.ts`); a call that may have been lost is made again under the same key. Where a draft is thrown away the form begins anew.
 */
export function BodyForm(given: Given) {
  const [round, begin] = useState(0);
  return <OneForm key={round} {...given} beginAnew={() => begin(round + 1)} />;
}

function OneForm({
  schema,
  known = {},
  first = {},
  fixed = nothing,
  draft,
  send,
  done,
  submit,
  readOnly = false,
  follows,
  subject = null,
  typed,
  dropped,
  beginAnew,
}: Given & { beginAnew(): void }) {
  const { console } = useTexts();
  const [form] = Form.useForm<Values>();
  const all = useMemo(() => fieldsOf(schema), [schema]);
  const fields = all.filter(({ name }) => !(name in fixed));
  const { kept, keep, drop, place } = useDraft<Values>(draft);
  // Several may stand on one page, and labels find their fields by ids.
  const name = useId();
  const reviewAt = `${place}/review`;
  const [review, nameReview] = useState(() => sessionStorage.getItem(reviewAt) ?? undefined);
  const [refused, askReview] = useState<Refused>();
  const forget = () => {
    drop();
    sessionStorage.removeItem(reviewAt);
    dropped?.();
  };
  const sending = useDeed({
    send: (body: Values, key) => send(body, key),
    keptAt: `${place}/sent`,
    onError: (error, body) => {
      if (error instanceof Problem && error.code === "text/personal-data")
        askReview({ places: error.places, body: JSON.stringify(body) });
    },
    onSuccess: () => {
      forget();
      done();
    },
  });
  return (
    <Form
      form={form}
      name={name}
      layout="vertical"
      initialValues={kept ?? first}
      scrollToFirstError
      onValuesChange={(_, values) => {
        keep(values);
        typed?.();
      }}
      onFinish={(values) =>
        sending.run({
          ...bodyOf(fields, values),
          ...fixed,
          ...(review === undefined ? {} : { personalDataReview: review }),
        })
      }
      disabled={readOnly || sending.isPending}
    >
      {kept === undefined ? null : (
        <Alert
          type="info"
          title={console.form.draftKept}
          style={{ marginBlockEnd: 12 }}
          action={
            <Button
              size="small"
              onClick={() => {
                forget();
                beginAnew();
              }}
            >
              {console.form.dropDraft}
            </Button>
          }
        />
      )}
      <Fields fields={fields} known={known} />
      {follows === undefined ? null : <Following form={form} fields={fields} shown={follows} />}
      {sending.error === null ? null : <Failed error={sending.error} />}
      {refused === undefined && review === undefined ? null : (
        <Suspense fallback={null}>
          <AskReview
            refused={refused}
            subject={subject}
            form={draft}
            request={review}
            name={(id) => {
              sessionStorage.setItem(reviewAt, id);
              nameReview(id);
              askReview(undefined);
            }}
          />
        </Suspense>
      )}
      {readOnly ? null : (
        <Space style={{ marginBlockStart: 12 }}>
          <Button type="primary" htmlType="submit" loading={sending.isPending}>
            {submit ?? console.common.submit}
          </Button>
        </Space>
      )}
    </Form>
  );
}

const nothing: Values = {};

function Following({
  form,
  fields,
  shown,
}: {
  form: FormInstance<Values>;
  fields: readonly Field[];
  shown(body: Values): ReactNode;
}) {
  const values = Form.useWatch((all: Values) => all, { form, preserve: true });
  return shown(bodyOf(fields, values ?? {}));
}
