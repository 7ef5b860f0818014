import type { Todo } from "@shuangsui/contracts";
import { auditActionText, todoKind, type TodoKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Empty, Skeleton, Tabs, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { whenThere } from "../calls/later.ts";
import { asked } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { MatterLink } from "../parts/matter-link.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Paging } from "../parts/paging.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

const RegisterTodos = lazy(
  whenThere(() =>
    import("./of-registers.tsx").then(({ RegisterTodos: component }) => ({ default: component })),
  ),
);

/** What waits for whoever is signed in, the most urgent first, and what they have done (待办, 已办). */
export function Workbench() {
  const { console } = useTexts();
  const may = useMay();
  return (
    <Page title={console.menu.workbench}>
      {may("workbench.read") ? <Todos /> : null}
      {may("registry.write") ? (
        <Suspense fallback={<Skeleton active aria-label={console.common.loading} />}>
          <RegisterTodos />
        </Suspense>
      ) : null}
      {may("inspection.order") ? <TipsToStart /> : null}
      {may("workbench.read") ? <WhatIsDone /> : null}
    </Page>
  );
}

function Todos() {
  const { console } = useTexts();
  const [chosen, choose] = useState<string>(all);
  const found = useQuery(asked("inspection", "getTodo", {}));
  return (
    <Card title={console.workbench.todo}>
      <Loaded of={found}>
        {({ items, isMore }) => {
          const kinds = todoKind.options.filter((kind) => items.some((one) => one.kind === kind));
          // What is done is gone, and with the last of a kind its tab.
          const shown = kinds.find((kind) => kind === chosen);
          const numberOf = (kind?: TodoKind) =>
            `${items.filter((one) => kind === undefined || one.kind === kind).length}${isMore ? "+" : ""}`;
          if (items.length === 0) return <Empty description={console.workbench.nothing} />;
          return (
            <>
              <Tabs
                activeKey={shown ?? all}
                onChange={choose}
                items={[
                  { key: all, label: `${console.workbench.all} ${numberOf()}` },
                  ...kinds.map((kind) => ({
                    key: kind,
                    label: `${console.workbench.kind[kind]} ${numberOf(kind)}`,
                  })),
                ]}
              />
              <TodoList items={items.filter(({ kind }) => shown === undefined || kind === shown)} />
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

const all = "all";

function TodoList({ items }: { items: readonly Todo[] }) {
  const { console } = useTexts();
  const { authority: own } = useSession();
  const nameOf = useAuthorityName();
  return (
    <ul className="narrow-list">
      {items.map((one) => (
        <li key={`${one.kind} ${one.id}`}>
          <Tag color="processing">{console.workbench.kind[one.kind]}</Tag>
          <MatterLink {...one} />
          {one.authority === own ? null : <span> {nameOf(one.authority)}</span>}
          {one.dueAt === null ? null : (
            <div>
              <DueAt {...one} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The tips that wait for an inspection to be ordered (article 2). */
function TipsToStart() {
  const { words, console } = useTexts();
  const { authority } = useSession();
  const found = useQuery(asked("registry", "getTips", { query: { status: "open", authority, limit: 100 } }));
  const { data, error } = found;
  const open = (data?.items ?? []).filter(({ inspection }) => inspection === null);
  const isWhole = (data?.next ?? null) === null;
  if (open.length === 0 && isWhole && (data !== undefined || error === null)) return null;
  return (
    <Card title={console.workbench.tips}>
      {data === undefined ? (
        <Failed error={error} title={console.failed.loadTitle} retry={() => void found.refetch()} />
      ) : null}
      <ul className="narrow-list">
        {open.map(({ id, document, origin, receivedOn }) => (
          <li key={id}>
            <Tag color="processing">{words.inspectionOrigin[origin]}</Tag>
            <Link to="/tips" search={{ tip: id }} className="name">
              {document}
            </Link>{" "}
            <span className="number">{receivedOn}</span>
          </li>
        ))}
      </ul>
      {isWhole ? null : (
        <Link to="/tips" search={{ status: "open" }}>
          {console.board.allOfThem}
        </Link>
      )}
    </Card>
  );
}

function WhatIsDone() {
  const { words, console } = useTexts();
  const { after } = useSearch({ from: "/workbench" });
  const found = useQuery({
    ...asked("inspection", "getDone", { query: { after, limit: 20 } }),
    placeholderData: (before) => before,
  });
  return (
    <Card title={console.workbench.done}>
      <Loaded of={found}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty description={console.workbench.nothingDone} />
          ) : (
            <>
              <ul className="narrow-list">
                {items.map(({ id, action, at, subject }) => (
                  <li key={id}>
                    <span className="number">{timeText(at)}</span> {auditActionText(words, action)}
                    {subject === null ? null : (
                      <div>
                        <MatterLink {...subject} />
                      </div>
                    )}
                  </li>
                ))}
              </ul>
              <Paging next={next} />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}
