import { Button, Drawer, Dropdown, Space } from "antd";
import { useState, type ReactNode } from "react";
import { useTexts } from "../words/words.tsx";

/** Something that may be done at a matter: what it is called, and its form. */
export type Step = { key: string; title: string; form(done: () => void): ReactNode };

/** What may be done: the first as a button, all others in a menu, each with its form in a drawer beside the page. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const { console } = useTexts();
  const [doing, begin] = useState<string | null>(null);
  const [first, ...others] = steps;
  const current = steps.find(({ key }) => key === doing);
  if (first === undefined) return null;
  return (
    <Space wrap className="no-print">
      <Button type="primary" onClick={() => begin(first.key)}>
        {first.title}
      </Button>
      {others.length === 0 ? null : (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: others.map(({ key, title }) => ({ key, label: title })),
            onClick: ({ key }) => begin(key),
          }}
        >
          <Button>{console.inspection.otherSteps}</Button>
        </Dropdown>
      )}
      <Drawer
        open={current !== undefined}
        title={current?.title}
        size={640}
        onClose={() => begin(null)}
        destroyOnHidden
      >
        {current?.form(() => begin(null))}
      </Drawer>
    </Space>
  );
}
