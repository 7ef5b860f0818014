import { Button, Dropdown, Space } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { whenThere } from "../calls/later.ts";
import { articleOf } from "../help/articles.ts";
import { useTexts } from "../words/words.tsx";

/** Something that may be done at a matter: what it is called, its form, and the article that it rests on where its key does not tell. */
export type Step = { key: string; title: string; article?: number; form(done: () => void): ReactNode };

// What is read comes before what is done.
const StepDrawer = lazy(
  whenThere(() => import("./step-drawer.tsx").then(({ StepDrawer: component }) => ({ default: component }))),
);

/**
 * What may be done: the first as a button, all others in a menu, where there is one alone as a button too, each with its form in a drawer beside the page. In the rows of a
 * table they are `quiet`.
 */
export function Steps({ steps, quiet = false }: { steps: readonly Step[]; quiet?: boolean }) {
  const { console } = useTexts();
  // The step itself: where somebody else was first it is offered no more, and what was typed stays.
  const [doing, begin] = useState<Step | null>(null);
  const [opened, open] = useState(false);
  if (doing !== null && !opened) open(true);
  const [first, ...others] = steps;
  // A menu of one is a button with a detour.
  const only = others.length === 1 ? others[0] : undefined;
  const more = only === undefined ? others : [];
  const size = quiet ? "small" : "medium";
  const article =
    doing?.article ?? (articleOf as Readonly<Record<string, number | undefined>>)[doing?.key ?? ""];
  if (first === undefined && doing === null) return null;
  return (
    <Space wrap className="no-print">
      {first === undefined ? null : (
        <Button type={quiet ? "default" : "primary"} size={size} onClick={() => begin(first)}>
          {first.title}
        </Button>
      )}
      {only === undefined ? null : (
        <Button size={size} onClick={() => begin(only)}>
          {only.title}
        </Button>
      )}
      {more.length === 0 ? null : (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: more.map(({ key, title }) => ({ key, label: title })),
            onClick: ({ key }) => begin(more.find((one) => one.key === key) ?? null),
          }}
        >
          <Button size={size}>{console.inspection.otherSteps}</Button>
        </Dropdown>
      )}
      {opened ? (
        <Suspense fallback={null}>
          <StepDrawer title={doing?.title} article={article} close={() => begin(null)}>
            {doing?.form(() => begin(null))}
          </StepDrawer>
        </Suspense>
      ) : null}
    </Space>
  );
}
