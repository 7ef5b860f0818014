import { filledIn } from "@shuangsui/contracts";
import { Button, Form, Input, Radio, Typography } from "antd";
import { useTexts } from "../words/words.tsx";
import type { CheckedItem } from "./items.ts";

type Entry = { itemCode: string; result?: "pass" | "fail" | "not-applicable" };
type Finding = { id: string; itemCode: string; description?: string };

/** The record's items, each with its check-list and its result; what failed says what was found (articles 26, 27). */
export function RecordEntries({ items }: { items: readonly CheckedItem[] }) {
  const { console } = useTexts();
  const form = Form.useFormInstance();
  const conduct: unknown = Form.useWatch(["conduct", "kind"], form);
  // Where the check could not be carried out no item was looked at.
  if (conduct !== undefined && conduct !== "carried-out") return null;
  return (
    <fieldset>
      <legend>{console.field.entries}</legend>
      {items.map((item, index) => (
        <OneItem key={item.code} item={item} index={index} />
      ))}
    </fieldset>
  );
}

function OneItem({ item, index }: { item: CheckedItem; index: number }) {
  const { console } = useTexts();
  const form = Form.useFormInstance();
  const entries = (Form.useWatch("entries", { form, preserve: true }) ?? []) as readonly Entry[];
  const findings = (Form.useWatch("findings", { form, preserve: true }) ?? []) as readonly Finding[];
  const result = entries[index]?.result;
  const change = (next: readonly Finding[]) => form.setFieldValue("findings", next);
  const fresh = () => [...findings, { id: crypto.randomUUID(), itemCode: item.code }];
  const others = findings.filter(({ itemCode }) => itemCode !== item.code);
  return (
    <fieldset>
      <legend>{`${index + 1} · ${item.name ?? item.code}`}</legend>
      <Typography.Paragraph type="secondary">
        {[item.code, item.version === null ? "" : filledIn(console.record.version, { version: item.version })]
          .filter((part) => part !== "")
          .join(" · ")}
        {item.content === null ? null : <div>{item.content}</div>}
        {item.legalBasis === null ? null : <div>{item.legalBasis}</div>}
      </Typography.Paragraph>
      {item.checklist.length === 0 ? null : (
        <ol aria-label={console.record.checklist}>
          {item.checklist.map(({ question, judgedBy }) => (
            <li key={question}>
              {question}
              <div>
                <Typography.Text type="secondary">{`${console.record.judgedBy}：${judgedBy}`}</Typography.Text>
              </div>
            </li>
          ))}
        </ol>
      )}
      <Form.Item name={["entries", index, "itemCode"]} hidden>
        <Input />
      </Form.Item>
      <Form.Item
        name={["entries", index, "result"]}
        label={console.field.result}
        rules={[
          { required: true, message: filledIn(console.form.invalid, { field: item.name ?? item.code }) },
        ]}
      >
        <Radio.Group
          optionType="button"
          options={(["pass", "fail", "not-applicable"] as const).map((value) => ({
            value,
            label: console.choice[value],
          }))}
          onChange={({ target: { value } }) => change(value === "fail" ? fresh() : others)}
        />
      </Form.Item>
      <Form.Item
        name={["entries", index, "note"]}
        label={result === "not-applicable" ? console.record.whyNot : console.field.note}
        rules={[{ required: result === "not-applicable", message: console.record.whyNot }]}
      >
        <Input.TextArea rows={1} className="grows" maxLength={2000} />
      </Form.Item>
      {findings.map((finding, at) =>
        finding.itemCode === item.code ? <OneFinding key={finding.id} at={at} /> : null,
      )}
      {result === "fail" ? (
        <Button type="dashed" onClick={() => change(fresh())}>
          {console.record.moreFindings}
        </Button>
      ) : null}
    </fieldset>
  );
}

function OneFinding({ at }: { at: number }) {
  const { console } = useTexts();
  return (
    <>
      <Form.Item name={["findings", at, "id"]} hidden>
        <Input />
      </Form.Item>
      <Form.Item name={["findings", at, "itemCode"]} hidden>
        <Input />
      </Form.Item>
      <Form.Item
        name={["findings", at, "description"]}
        label={console.record.finding}
        rules={[{ required: true, message: console.record.finding }]}
      >
        <Input.TextArea rows={2} className="grows" maxLength={4000} />
      </Form.Item>
    </>
  );
}
