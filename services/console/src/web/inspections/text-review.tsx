import { newTextReview } from "@shuangsui/contracts";
import { Alert, Button, Form, Input, Space, Typography } from "antd";
import { useDeed } from "../calls/deed.ts";
import { call } from "../calls/services.ts";
import { useDraft } from "../form/draft.ts";
import { Failed } from "../parts/failed.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

type Values = { texts: string[]; reason: string };
const nothing: Values = { texts: [""], reason: "" };

/** A second pair of eyes: whether texts that look like personal data may be public (article 30). Of the texts only digests are kept. */
export function TextReview() {
  const { console } = useTexts();
  const [form] = Form.useForm<Values>();
  const { kept, keep, drop, place } = useDraft<Values>("text-review");
  const review = useDeed({
    send: (values: Values, idempotencyKey) =>
      call.inspection.postTextReviews({ body: newTextReview.parse(values), idempotencyKey }),
    keptAt: `${place}/sent`,
    onSuccess: () => {
      drop();
      form.setFieldsValue(nothing);
    },
  });
  return (
    <Page title={console.menu.reviews}>
      <Card>
        <Typography.Paragraph>{console.review.about}</Typography.Paragraph>
        {review.data === undefined ? null : (
          <Alert
            type="success"
            showIcon
            title={console.review.done}
            description={
              <Typography.Text copyable code>
                {review.data.id}
              </Typography.Text>
            }
            style={{ marginBlockEnd: 12 }}
          />
        )}
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={kept ?? nothing}
          onValuesChange={(_, all) => keep(all)}
          onFinish={(values) => review.run(values)}
        >
          <Form.List name="texts">
            {(texts, { add, remove }) => (
              <>
                {texts.map(({ key: at, name }) => (
                  <Form.Item
                    key={at}
                    name={name}
                    label={`${console.review.text} ${name + 1}`}
                    rules={[{ required: true, whitespace: true, message: console.review.text }]}
                    {...(texts.length < 2
                      ? {}
                      : {
                          extra: (
                            <Button size="small" onClick={() => remove(name)}>
                              {console.common.remove}
                            </Button>
                          ),
                        })}
                  >
                    <Input.TextArea rows={4} maxLength={8000} />
                  </Form.Item>
                ))}
                <Form.Item>
                  <Button type="dashed" onClick={() => add("")}>
                    {console.review.more}
                  </Button>
                </Form.Item>
              </>
            )}
          </Form.List>
          <Form.Item
            name="reason"
            label={console.review.reason}
            rules={[{ required: true, whitespace: true, message: console.review.reason }]}
          >
            <Input.TextArea rows={3} maxLength={500} />
          </Form.Item>
          {review.error === null ? null : <Failed error={review.error} />}
          <Space>
            <Button type="primary" htmlType="submit" loading={review.isPending}>
              {console.review.pass}
            </Button>
          </Space>
        </Form>
      </Card>
    </Page>
  );
}
