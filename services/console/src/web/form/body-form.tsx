import { Problem } from "@shuangsui/contracts";
import { Alert, Button, Form, Space, type FormInstance } from "antd";
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
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

/**
 * A form made of the schema of what is sent. What is typed is kept until it was taken, also over a session's end or a reload
 * (`draft.ts`); a call that may have been lost is made again under the same key.
 */
export function BodyForm({
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
}: {
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
}) {
  const { console } = useTexts();
  const [form] = Form.useForm<Values>();
  const fields = useMemo(() => fieldsOf(schema).filter(({ name }) => !(name in fixed)), [schema, fixed]);
  const { kept, keep, drop, place } = useDraft<Values>(draft);
  const reviewAt = `${place}/review`;
  const [review, nameReview] = useState(() => sessionStorage.getItem(reviewAt) ?? undefined);
  const [refused, askReview] = useState<Refused>();
  const sending = useDeed({
    send: (body: Values, key) => send(body, key),
    keptAt: `${place}/sent`,
    onError: (error, body) => {
      if (error instanceof Problem && error.code === "text/personal-data")
        askReview({ places: error.places, body: JSON.stringify(body) });
    },
    onSuccess: () => {
      drop();
      sessionStorage.removeItem(reviewAt);
      done();
    },
  });
  return (
    <Form
      form={form}
      // The page around it has parts by ids too, and labels find their fields by theirs.
      name="body"
      layout="vertical"
      initialValues={kept ?? first}
      scrollToFirstError
      onValuesChange={(_, all) => keep(all)}
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
                drop();
                form.setFieldsValue({
                  ...Object.fromEntries(fields.map(({ name }) => [name, undefined])),
                  ...first,
                });
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
