import { planDraft, planState, type PlanSummary } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Space, Tag } from "antd";
import { useToday } from "../calls/clock.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { useNarrowed } from "../parts/in-view.ts";
import { DueAt } from "../parts/left.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { PlanForm } from "./plan-form.tsx";

/** The years' plans in sight (article 16). */
export function Plans() {
  const { words, console } = useTexts();
  const may = useMay();
  const today = useToday();
  const queries = useQueryClient();
  const search = useSearch({ from: "/plans" });
  const narrowed = useNarrowed(search);
  const navigate = useNavigate({ from: "/plans" });
  const authorities = useVisibleAuthorities();
  const nameOf = useAuthorityName();
  const found = useQuery({
    ...asked("inspection", "getPlans", { query: narrowed as never }),
    placeholderData: (before) => before,
  });
  const draft = {
    key: "draft",
    title: console.plan.draft,
    form: (done: () => void) => (
      <PlanForm
        draft="plan/new"
        first={{ ...(today === undefined ? {} : { year: Number(today.slice(0, 4)) + 1 }), entries: [] }}
        send={(body, idempotencyKey) =>
          call.inspection.postPlans({ body: planDraft.parse(body), idempotencyKey })
        }
        done={() => {
          done();
          void changed(queries, "inspection");
        }}
      />
    ),
  };
  return (
    <Page title={console.menu.plans} extra={<Steps steps={may("plan.write") ? [draft] : []} />}>
      <Card>
        <Filters
          filters={[
            { name: "authority", label: words.label.authority, options: authorities },
            {
              name: "state",
              label: words.label.state,
              options: planState.options.map((value) => ({ value, label: words.planState[value] })),
            },
          ]}
          chosen={search}
          choose={(chosen) => void navigate({ search: { ...chosen, after: undefined } })}
        />
        <Space style={{ marginBlockEnd: 12 }}>
          <ExportButtons list="plans" query={narrowed} />
        </Space>
        <ListTable<PlanSummary>
          found={found}
          rowKey="id"
          width={700}
          columns={[
            {
              title: words.label.title,
              dataIndex: "title",
              render: (title: string, { id, stuck }) => (
                <Space>
                  <Link to="/plans/$id" params={{ id }} className="name">
                    {title}
                  </Link>
                  {stuck.length > 0 ? <Tag color="error">{words.left.stuck}</Tag> : null}
                </Space>
              ),
            },
            { title: console.plan.year, dataIndex: "year", width: 90 },
            {
              title: words.label.authority,
              dataIndex: "authority",
              width: 110,
              render: (code: string) => nameOf(code),
            },
            {
              title: words.label.state,
              dataIndex: "state",
              width: 140,
              render: (state: PlanSummary["state"]) => (
                <Badge
                  status={state === "published" ? "success" : "processing"}
                  text={words.planState[state]}
                />
              ),
            },
            {
              title: words.label.due,
              width: 260,
              render: (_: unknown, { dueAt, workdaysLeft, provisional }) => (
                <DueAt {...{ dueAt, workdaysLeft, provisional, overdue: (workdaysLeft ?? 0) < 0 }} />
              ),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
