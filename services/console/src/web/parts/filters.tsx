import { Button, Flex, Form, Select, Space } from "antd";
import { useState } from "react";
import { useTexts } from "../words/words.tsx";

/** A field of the query bar: a closed set of values, each with its name. */
export type Filter = { name: string; label: string; options: readonly { value: string; label: string }[] };
type Chosen = Readonly<Record<string, string | undefined>>;

const shownFolded = 3;

/** The query bar over a table: 查询, 重置, 展开. What was chosen stands in the page's address. */
export function Filters({
  filters,
  chosen,
  choose,
}: {
  filters: readonly Filter[];
  chosen: Chosen;
  choose(chosen: Chosen): void;
}) {
  const { console } = useTexts();
  const [open, unfold] = useState(false);
  const [form] = Form.useForm<Record<string, string>>();
  const shown = open ? filters : filters.slice(0, shownFolded);
  return (
    <Form
      form={form}
      key={JSON.stringify(chosen)}
      layout="inline"
      initialValues={chosen}
      onFinish={(values) => choose({ ...chosen, ...values })}
      style={{ marginBlockEnd: 12, rowGap: 8 }}
    >
      {shown.map(({ name, label, options }) => (
        <Form.Item key={name} name={name} label={label}>
          <Select
            allowClear
            style={{ width: 168 }}
            options={[...options]}
            placeholder={console.common.all}
            showSearch={{ optionFilterProp: "label" }}
          />
        </Form.Item>
      ))}
      <Flex align="center">
        <Space>
          <Button type="primary" htmlType="submit">
            {console.common.query}
          </Button>
          <Button onClick={() => choose({})}>{console.common.reset}</Button>
          {filters.length > shownFolded ? (
            <Button type="link" onClick={() => unfold(!open)} aria-expanded={open}>
              {open ? console.common.less : console.common.more}
            </Button>
          ) : null}
        </Space>
      </Flex>
    </Form>
  );
}
