import { Button, Flex, Form, Input, Select, Space } from "antd";
import { useState, type ReactNode } from "react";
import { useTexts } from "../words/words.tsx";

/** A field of the query bar: a closed set of values, each with its name, a day, words, or a field of its own. */
export type Filter = {
  name: string;
  label: string;
  options?: readonly { value: string; label: string }[];
  isDay?: boolean;
  input?: ReactNode;
};
type Chosen = Readonly<Record<string, string | undefined>>;

const shownFolded = 3;

/** The query bar over a table: 查询, 重置, 展开. What was chosen stands in the page's address. */
export function Filters({
  filters,
  chosen,
  choose,
  children,
}: {
  filters: readonly Filter[];
  chosen: Chosen;
  choose(chosen: Chosen): void;
  /** What else stands in the bar. */
  children?: ReactNode;
}) {
  const { console } = useTexts();
  const [open, unfold] = useState(false);
  const [form] = Form.useForm<Record<string, string>>();
  // What narrows the list is seen, also while the bar is folded.
  const shown = filters.filter(
    ({ name }, index) => open || index < shownFolded || (chosen[name] ?? "") !== "",
  );
  return (
    <Form
      form={form}
      // A form beside the list has fields of the same names, and labels find theirs by ids.
      name="filters"
      key={JSON.stringify(chosen)}
      layout="inline"
      initialValues={chosen}
      onFinish={(values) => choose(withoutBlanks({ ...chosen, ...values }))}
      style={{ marginBlockEnd: 12, rowGap: 8 }}
    >
      {shown.map((filter) => (
        <Form.Item key={filter.name} name={filter.name} label={filter.label}>
          {inputOf(filter, console.common.all)}
        </Form.Item>
      ))}
      <Flex align="center">
        <Space wrap>
          <Button type="primary" htmlType="submit">
            {console.common.query}
          </Button>
          <Button onClick={() => choose({})}>{console.common.reset}</Button>
          {filters.length > shownFolded ? (
            <Button type="link" onClick={() => unfold(!open)} aria-expanded={open}>
              {open ? console.common.less : console.common.more}
            </Button>
          ) : null}
          {children}
        </Space>
      </Flex>
    </Form>
  );
}

function inputOf({ options, isDay = false, input }: Filter, all: string): ReactNode {
  if (options !== undefined)
    return (
      <Select
        allowClear
        style={{ width: 168 }}
        options={[...options]}
        placeholder={all}
        showSearch={{ optionFilterProp: "label" }}
      />
    );
  if (isDay) return <Input type="date" style={{ width: 150 }} />;
  return input ?? <Input allowClear style={{ width: 168 }} />;
}

const withoutBlanks = (chosen: Chosen): Chosen =>
  Object.fromEntries(
    Object.entries(chosen).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
