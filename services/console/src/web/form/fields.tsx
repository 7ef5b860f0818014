import { filledIn } from "@shuangsui/contracts";
import { Button, Form, Input, InputNumber, Radio, Select, Space } from "antd";
import { createContext, use, useState, type ReactNode } from "react";
import { useTexts } from "../words/words.tsx";
import { HashField } from "./hash-field.tsx";
import { namesOf, type Field, type FieldKind } from "./shape.ts";
import { isLeftOut } from "./values.ts";

/** What a page knows of a form's fields beyond their schema, by their names: what may be chosen, or that it is not asked for. */
export type Known = Readonly<
  Record<
    string,
    {
      label?: string;
      options?: readonly { value: string | number; label: string }[];
      /** Others than these may be typed as well, of a list. */
      open?: boolean;
      hidden?: boolean;
      /** Of a group that few fill in: folded up until something stands in it. */
      folded?: boolean;
      /** Leaves the field out while another one, by its path from the form on, has that value. */
      unless?: { at: Path; is: string | boolean };
      /** Shows the field in a way of its own. */
      shown?: ReactNode;
      /** What is known of the fields in it, where the form has others of these names. */
      within?: Known;
    }
  >
>;
type Path = readonly (string | number)[];

/** A group that need not be there, by its path from the form on: what it needs is asked for once something stands in it. */
type LeftOut = { at: Path; kind: FieldKind };
/** Where the list's entry begins in which fields stand, which are named from there on. */
const Entry = createContext<Path>([]);

/** A form's fields, each with its label. */
export function Fields({
  fields,
  known,
  at = [],
  within,
}: {
  fields: readonly Field[];
  known: Known;
  at?: Path;
  within?: LeftOut | undefined;
}) {
  return fields
    .filter(({ name }) => known[name]?.hidden !== true)
    .map((field) => {
      const unless = known[field.name]?.unless;
      const one = <OneField key={field.name} field={field} known={known} at={at} within={within} />;
      return unless === undefined ? (
        one
      ) : (
        <Unless key={field.name} {...unless}>
          {one}
        </Unless>
      );
    });
}

function Unless({ at, is, children }: { at: Path; is: string | boolean; children: ReactNode }) {
  const value: unknown = Form.useWatch([...at], Form.useFormInstance());
  return value === is ? null : children;
}

function useLabel(): (name: string) => string {
  const { words, console } = useTexts();
  const labels: Readonly<Record<string, string>> = { ...words.registryField, ...console.field };
  return (name) => labels[name] ?? name;
}

function OneField({
  field: { name, kind, required },
  known: ofForm,
  at,
  within,
}: {
  field: Field;
  known: Known;
  at: Path;
  within: LeftOut | undefined;
}) {
  const { console } = useTexts();
  const entry = use(Entry);
  const named = useLabel()(name);
  const ofField = ofForm[name];
  const known = ofField?.within === undefined ? ofForm : { ...ofForm, ...ofField.within };
  const label = ofField?.label ?? named;
  const path = [...at, name];
  const own = ofField?.shown;
  if (own !== undefined) return own;
  if (kind.is === "group") {
    const whole = [...entry, ...path];
    const inside = (
      <Fields fields={kind.fields} known={known} at={path} within={required ? within : { at: whole, kind }} />
    );
    if (ofField?.folded === true)
      return (
        <Folded label={label} at={whole} kind={kind}>
          {inside}
        </Folded>
      );
    return (
      <fieldset>
        <legend>{label}</legend>
        {inside}
      </fieldset>
    );
  }
  if (kind.is === "variants") return <Variants label={label} kind={kind} known={known} at={path} />;
  const options = ofField?.options;
  if (kind.is === "list" && options === undefined && (kind.of.is === "group" || kind.of.is === "variants"))
    return <List label={label} of={kind.of} known={known} at={path} />;
  const blank = filledIn(console.form.invalid, { field: label });
  return (
    <Form.Item
      name={[...path]}
      label={label}
      rules={[
        ({ getFieldValue }) => ({
          // A list that may be empty is sent as one.
          required:
            required &&
            (kind.is !== "list" || kind.min > 0) &&
            (within === undefined || !isLeftOut(within.kind, getFieldValue([...within.at]) as unknown)),
          message: blank,
        }),
        ...(kind.is === "text" && kind.max !== undefined
          ? [{ max: kind.max, message: filledIn(console.form.tooLong, { max: kind.max }) }]
          : []),
      ]}
    >
      <FieldInput kind={kind} options={options} open={ofField?.open === true} />
    </Form.Item>
  );
}

function Folded({
  label,
  at,
  kind,
  children,
}: {
  label: string;
  at: Path;
  kind: FieldKind;
  children: ReactNode;
}) {
  const form = Form.useFormInstance();
  const [isFirstOpen] = useState(() => !isLeftOut(kind, form.getFieldValue([...at]) as unknown));
  return (
    <details open={isFirstOpen}>
      <summary>{label}</summary>
      {children}
    </details>
  );
}

type InputProps = {
  kind: FieldKind;
  options: readonly { value: string | number; label: string }[] | undefined;
  open: boolean;
};

/** The input of a field; what `Form.Item` gives is handed on. */
function FieldInput({ kind, options, open, ...given }: InputProps): ReactNode {
  const { words, console } = useTexts();
  if (kind.is === "list")
    return (
      <Select
        {...given}
        mode={options === undefined || open ? "tags" : "multiple"}
        options={[...(options ?? [])]}
        showSearch={{ optionFilterProp: "label" }}
      />
    );
  if (options !== undefined)
    return <Select {...given} allowClear options={[...options]} showSearch={{ optionFilterProp: "label" }} />;
  switch (kind.is) {
    case "choice": {
      const names = namesOf(words, console.choice, kind.values);
      const all = kind.values.map((value, index) => ({ value, label: names[index] ?? value }));
      return all.length <= 4 ? <Radio.Group {...given} options={all} /> : <Select {...given} options={all} />;
    }
    case "number":
      return (
        <InputNumber
          {...given}
          {...(kind.min === undefined ? {} : { min: kind.min })}
          {...(kind.max === undefined ? {} : { max: kind.max })}
          {...(kind.whole ? { precision: 0 } : {})}
        />
      );
    case "yes-no":
      return (
        <Radio.Group
          {...given}
          options={[
            { value: true, label: console.common.yes },
            { value: false, label: console.common.no },
          ]}
        />
      );
    case "day":
      return <Input {...given} type="date" style={{ maxWidth: 200 }} />;
    case "instant":
      return <Input {...given} type="datetime-local" step={1} style={{ maxWidth: 240 }} />;
    case "hash":
      return <HashField {...given} />;
    case "text":
      return kind.long ? (
        <Input.TextArea
          {...given}
          rows={3}
          className="grows"
          styles={{ textarea: { minHeight: "6em" } }}
          {...(kind.max === undefined ? {} : { maxLength: kind.max, showCount: true })}
        />
      ) : (
        <Input {...given} />
      );
    case "id":
      return <Input {...given} />;
    case "group":
    case "variants":
      return null;
  }
}

/** Fields of which one set or another is asked for. */
function Variants({
  label,
  kind,
  known,
  at,
}: {
  label: string;
  kind: Extract<FieldKind, { is: "variants" }>;
  known: Known;
  at: Path;
}) {
  const { words, console } = useTexts();
  const form = Form.useFormInstance();
  const chosen: unknown = Form.useWatch([...at, kind.by], form);
  const values = kind.variants.map(({ value }) => String(value));
  const names = namesOf(words, console.choice, values);
  const variant = kind.variants.find(({ value }) => String(value) === String(chosen));
  return (
    <fieldset>
      <legend>{label}</legend>
      <Form.Item name={[...at, kind.by]} aria-label={label}>
        <Radio.Group
          options={values.map((value, index) => ({
            value,
            label:
              value === "true"
                ? console.common.yes
                : value === "false"
                  ? console.common.no
                  : (names[index] ?? value),
          }))}
        />
      </Form.Item>
      {variant === undefined ? null : <Fields fields={variant.fields} known={known} at={at} />}
    </fieldset>
  );
}

/** Entries, as many as there are. */
function List({
  label,
  of,
  known,
  at,
}: {
  label: string;
  of: Extract<FieldKind, { is: "group" | "variants" }>;
  known: Known;
  at: Path;
}) {
  const { console } = useTexts();
  const entry = use(Entry);
  const fresh = () =>
    of.is === "group" && of.fields.some((field) => field.name === "id" && field.kind.is === "id")
      ? { id: crypto.randomUUID() }
      : {};
  return (
    <fieldset>
      <legend>{label}</legend>
      <Form.List name={[...at]}>
        {(entries, { add, remove }) => (
          <>
            {entries.map(({ key, name: index }) => (
              <fieldset key={key}>
                <legend>{`${label} ${index + 1}`}</legend>
                {of.is === "group" ? (
                  <Entry value={[...entry, ...at]}>
                    <Fields
                      fields={of.fields.filter((field) => field.name !== "id" || field.kind.is !== "id")}
                      known={known}
                      at={[index]}
                    />
                  </Entry>
                ) : (
                  <VariantsIn of={of} known={known} index={index} list={at} label={label} />
                )}
                <Button size="small" onClick={() => remove(index)}>
                  {console.common.remove}
                </Button>
              </fieldset>
            ))}
            <Space>
              <Button type="dashed" onClick={() => add(fresh())}>
                {`${console.common.add}${label}`}
              </Button>
            </Space>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** Variants within a list: their fields are named from the list on, what was chosen from the form on. */
function VariantsIn({
  of,
  known,
  index,
  list,
  label,
}: {
  of: Extract<FieldKind, { is: "variants" }>;
  known: Known;
  index: number;
  list: Path;
  label: string;
}) {
  const { words, console } = useTexts();
  const form = Form.useFormInstance();
  const chosen: unknown = Form.useWatch([...list, index, of.by], form);
  const values = of.variants.map(({ value }) => String(value));
  const names = namesOf(words, console.choice, values);
  const variant = of.variants.find(({ value }) => String(value) === String(chosen)) ?? of.variants[0];
  return (
    <>
      {variant === undefined ? null : <Fields fields={variant.fields} known={known} at={[index]} />}
      <Form.Item name={[index, of.by]} label={console.field.result} aria-label={label}>
        <Radio.Group options={values.map((value, at) => ({ value, label: names[at] ?? value }))} />
      </Form.Item>
    </>
  );
}
