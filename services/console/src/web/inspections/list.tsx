import {
  countedFigure,
  dueSpan,
  inspectionAttention,
  inspectionKind,
  inspectionOrigin,
  inspectionState,
  type InspectionSummary,
} from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Space, Tag } from "antd";
import { Fragment, useState } from "react";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { useInView } from "../parts/in-view.ts";
import { Card, Page } from "../parts/page.tsx";
import { useTownships } from "../parts/townships.tsx";
import { useItemNames } from "../registry/item-names.ts";
import { useTarget } from "../registry/names.tsx";
import { useTexts } from "../words/words.tsx";
import { BatchBar } from "./batch.tsx";
import { ColumnChooser, columnsOfFile, useChosenColumns } from "./columns.tsx";
import { LongList } from "./long-list.tsx";
import type { InspectionNarrowing } from "./search.ts";

/** Every inspection in sight, the most urgent first; what was looked for stands in the address. */
export function Inspections() {
  const { words, console, language } = useTexts();
  const { as: _inView, ...search } = useSearch({ from: "/inspections" });
  const navigate = useNavigate({ from: "/inspections" });
  const authorities = useVisibleAuthorities();
  const inView = useInView();
  const [columns, choose] = useChosenColumns();
  const [selected, select] = useState<readonly InspectionSummary[]>([]);
  const named = <Value extends string>(values: readonly Value[], names: Readonly<Record<Value, string>>) =>
    values.map((value) => ({ value, label: names[value] }));
  const narrow = (chosen: InspectionNarrowing) => {
    select([]);
    const set = Object.entries(chosen).filter(([, value]) => value !== undefined && value !== "");
    void navigate({ search: Object.fromEntries(set) });
  };
  const narrowed = { ...search, authority: inView ?? search.authority };
  return (
    <Page title={console.menu.inspections}>
      <Card>
        <Filters
          filters={[
            ...(inView === undefined
              ? [{ name: "authority", label: words.label.authority, options: authorities }]
              : []),
            {
              name: "state",
              label: words.label.state,
              options: named(inspectionState.options, words.inspectionState),
            },
            {
              name: "attention",
              label: words.label.attention,
              options: named(inspectionAttention.options, words.inspectionAttention),
            },
            {
              name: "dueIn",
              label: console.inspection.dueIn,
              options: named(dueSpan.options, console.dueSpan),
            },
            {
              name: "kind",
              label: words.label.inspectionKind,
              options: named(inspectionKind.options, words.inspectionKind),
            },
            {
              name: "origin",
              label: words.label.origin,
              options: named(inspectionOrigin.options, words.inspectionOrigin),
            },
            {
              name: "counted",
              label: console.inspection.counted,
              options: named(countedFigure.options, words.countedFigure),
            },
          ]}
          chosen={search}
          choose={narrow}
        />
        <Narrowed search={search} narrow={narrow} />
        <Space wrap className="no-print" style={{ marginBlockEnd: 12 }}>
          <ColumnChooser chosen={columns} choose={choose} />
          <ExportButtons
            list="inspections"
            query={{ order: "due", columns: columnsOfFile(columns), ...narrowed }}
          />
          <BatchBar selected={selected} clear={() => select([])} />
        </Space>
        <LongList
          key={`${language} ${JSON.stringify(narrowed)}`}
          query={narrowed}
          shown={columns}
          selection={{ of: selected, select }}
        />
      </Card>
    </Page>
  );
}

/** What happened in a week, by any day of it. */
const weekly = ["openedIn", "checkedIn", "publishedIn", "breachedIn"] as const;

/** By what the list is narrowed beside its query bar: each can be taken away. */
function Narrowed({
  search,
  narrow,
}: {
  search: InspectionNarrowing;
  narrow(chosen: InspectionNarrowing): void;
}) {
  const { words, console } = useTexts();
  const may = useMay();
  const { campaign, territory, lead, item, states, targets } = search;
  const { divisionName } = useTownships(territory !== undefined);
  const ofCampaign = useQuery({
    ...asked("inspection", "getCampaignsById", { params: { id: campaign ?? "" } }),
    enabled: campaign !== undefined && may("campaign.read"),
  });
  const ofLead = useQuery({
    ...asked("registry", "getInspectorsByRef", { params: { ref: lead ?? "" } }),
    enabled: lead !== undefined && may("registry.read"),
    retry: false,
  });
  const nameOfItem = useItemNames(item !== undefined);
  const stateName = (state: string) =>
    (words.inspectionState as Readonly<Record<string, string>>)[state] ?? state;
  const tags = [
    ["campaign", words.label.campaign, ofCampaign.data?.title ?? campaign],
    ["territory", words.inspectionColumn.territory, territory && divisionName(territory)],
    ["lead", words.label.lead, ofLead.data?.name ?? lead],
    ["item", words.label.items, item && nameOfItem(item)],
    ["targets", words.label.target, targets && <TargetNames codes={targets.split(",")} />],
    ["states", words.label.state, states?.split(",").map(stateName).join(words.comma)],
    ...weekly.map((name) => [name, console.inspection[name], search[name]] as const),
  ] as const;
  const shown = tags.filter(([name]) => search[name] !== undefined);
  if (shown.length === 0) return null;
  return (
    <Space wrap style={{ marginBlockEnd: 12 }}>
      {shown.map(([name, label, text]) => (
        <Tag
          key={name}
          closable={{ "aria-label": `${console.common.remove} ${label}` }}
          onClose={(event) => {
            event.preventDefault();
            narrow({ ...search, [name]: undefined });
          }}
        >
          {label}：{text}
        </Tag>
      ))}
    </Space>
  );
}

/** What targets are called, of which no more than a search finds are in an address. */
function TargetNames({ codes }: { codes: readonly string[] }) {
  const { words } = useTexts();
  return codes.map((code, index) => (
    <Fragment key={code}>
      {index === 0 ? "" : words.comma}
      <OneTarget code={code} />
    </Fragment>
  ));
}

function OneTarget({ code }: { code: string }) {
  const mayRead = useMay()("registry.read");
  return useTarget(mayRead ? code : "")?.name ?? code;
}
