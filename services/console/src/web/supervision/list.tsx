import {
  supervisionAttention,
  supervisionCounted,
  supervisionState,
  supervisionSubjectKind,
} from "@shuangsui/contracts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Space } from "antd";
import { useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { useNarrowed } from "../parts/in-view.ts";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { SupervisionTable } from "./table.tsx";

/** Every supervision order in sight; what was looked for stands in the address (article 4). */
export function Supervision() {
  const { words, console } = useTexts();
  const search = useSearch({ from: "/supervision" });
  const narrowed = useNarrowed(search);
  const navigate = useNavigate({ from: "/supervision" });
  const authorities = useVisibleAuthorities();
  const named = <Value extends string>(values: readonly Value[], names: Readonly<Record<Value, string>>) =>
    values.map((value) => ({ value, label: names[value] }));
  return (
    <Page title={console.menu.supervision}>
      <Card>
        <Filters
          filters={[
            { name: "authority", label: console.supervision.mustAnswer, options: authorities },
            {
              name: "state",
              label: words.label.state,
              options: named(supervisionState.options, words.supervisionState),
            },
            {
              name: "attention",
              label: words.label.attention,
              options: named(supervisionAttention.options, words.supervisionAttention),
            },
            {
              name: "counted",
              label: console.inspection.counted,
              options: named(supervisionCounted.options, {
                open: console.supervision.open,
                answeredInTime: console.supervision.inTime,
              }),
            },
            {
              name: "subjectKind",
              label: console.supervision.subject,
              options: named(supervisionSubjectKind.options, words.supervisionSubject),
            },
          ]}
          chosen={search}
          choose={(chosen) => void navigate({ search: { ...chosen, after: undefined } })}
        />
        <Space style={{ marginBlockEnd: 12 }}>
          <ExportButtons list="supervision-orders" query={narrowed} />
        </Space>
        <SupervisionTable query={narrowed} hasPages />
      </Card>
    </Page>
  );
}
