import { newTip, tipOrigin, tipStatus } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Drawer, Form } from "antd";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { useNarrowed } from "../parts/in-view.ts";
import { ListTable, OpensEntry } from "../parts/list-table.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Steps } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { ChosenField, TargetSelect } from "../registry/choosing.tsx";
import { TargetName, type TargetKind } from "../registry/names.tsx";
import { useTexts } from "../words/words.tsx";
import { TipState, type Tip } from "./state.tsx";
import { OneTip } from "./tip.tsx";

/** What may bring an inspection about without a draw: complaints, alerts, what was transferred or assigned, statutory checks (article 2). */
export function Tips() {
  const { words, console } = useTexts();
  const search = useSearch({ from: "/tips" });
  const { tip: seen, ...narrowed } = useNarrowed(search);
  const navigate = useNavigate({ from: "/tips" });
  const nameOf = useAuthorityName();
  const authorities = useVisibleAuthorities();
  const found = useQuery({
    ...asked("registry", "getTips", { query: { ...narrowed, count: "true" } as never }),
    placeholderData: (before) => before,
  });
  const see = (tip: string | undefined) => void navigate({ search: (before) => ({ ...before, tip }) });
  return (
    <Page title={console.menu.tips} extra={<Register />}>
      <Card>
        <Filters
          filters={[
            { name: "targetCode", label: words.label.target, input: <TargetSelect /> },
            {
              name: "origin",
              label: words.label.origin,
              options: tipOrigin.options.map((value) => ({ value, label: words.inspectionOrigin[value] })),
            },
            {
              name: "status",
              label: words.label.state,
              options: tipStatus.options.map((value) => ({ value, label: words.tipStatus[value] })),
            },
            { name: "authority", label: words.label.authority, options: authorities },
          ]}
          chosen={search}
          choose={({ as: _inView, ...chosen }) =>
            void navigate({ search: { ...chosen, after: undefined, tip: undefined } })
          }
        >
          <ExportButtons list="tips" query={narrowed} />
        </Filters>
        <ListTable<Tip>
          found={found}
          rowKey="id"
          width={1_150}
          columns={[
            {
              title: console.tips.document,
              dataIndex: "document",
              render: (document: string, { id }) => <OpensEntry open={() => see(id)}>{document}</OpensEntry>,
            },
            {
              title: words.label.origin,
              dataIndex: "origin",
              width: 130,
              render: (origin: Tip["origin"]) => words.inspectionOrigin[origin],
            },
            { title: words.registryField.source, dataIndex: "source" },
            {
              title: words.label.target,
              dataIndex: "target",
              render: (target: Tip["target"]) => <TargetName {...target} />,
            },
            { title: console.tips.receivedOn, dataIndex: "receivedOn", width: 120 },
            { title: words.label.authority, dataIndex: "authority", width: 100, render: nameOf },
            {
              title: words.label.state,
              width: 130,
              render: (_: unknown, tip) => <TipState tip={tip} />,
            },
            {
              title: words.label.updated,
              dataIndex: "updatedAt",
              key: "updatedAt",
              sorter: true,
              width: 150,
              render: timeText,
            },
          ]}
        />
      </Card>
      <Drawer
        open={seen !== undefined}
        title={console.tips.one}
        size={720}
        onClose={() => see(undefined)}
        destroyOnHidden
      >
        {seen === undefined ? null : <OneTip id={seen} />}
      </Drawer>
    </Page>
  );
}

/** Puts on record what came in, with its source and evidence; who complained is kept sealed. */
function Register() {
  const { words, console } = useTexts();
  const may = useMay();
  const queries = useQueryClient();
  if (!may("registry.write")) return null;
  return (
    <Steps
      steps={[
        {
          key: "register",
          title: console.tips.register,
          article: 2,
          form: (done) => (
            <BodyForm
              schema={newTip}
              draft="tip/new"
              first={{ origin: "complaint", target: { kind: "entity" } }}
              known={{
                origin: {
                  label: words.label.origin,
                  options: tipOrigin.options.map((value) => ({
                    value,
                    label: words.inspectionOrigin[value],
                  })),
                },
                target: { label: words.label.target },
                code: { shown: <TargetOfTip key="code" /> },
                kind: { label: words.registryField.targetKind },
                source: { label: words.registryField.source },
                document: { label: console.tips.document },
                receivedOn: { label: console.tips.receivedOn },
                statement: { label: console.tips.statement },
                from: { label: console.tips.evidenceFrom },
                complainant: { label: console.tips.complainant },
              }}
              send={(body) => call.registry.postTips({ body: body as z.input<typeof newTip> })}
              done={() => {
                done();
                void changed(queries, "registry");
              }}
            />
          ),
        },
      ]}
    />
  );
}

function TargetOfTip() {
  const { words } = useTexts();
  const kind = Form.useWatch<TargetKind | undefined>(["target", "kind"], Form.useFormInstance());
  return (
    <ChosenField name={["target", "code"]} label={words.registryField.name}>
      <TargetSelect kind={kind} />
    </ChosenField>
  );
}
