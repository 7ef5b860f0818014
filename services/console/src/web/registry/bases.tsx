import {
  filledIn,
  newLegalBasis,
  superiorsOf,
  type legalBasisChange,
  type legalBasisView,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Descriptions, Drawer, Tag } from "antd";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useToday } from "../calls/clock.ts";
import { BodyForm } from "../form/body-form.tsx";
import type { Values } from "../form/values.ts";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { ListTable, OpensEntry } from "../parts/list-table.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { narrowedBy, useOpened } from "./address.ts";
import { basisCorrection, basisRepeal } from "./bodies.ts";
import { correctionOf } from "./corrected.ts";
import { EntryChange } from "./entry-change.tsx";
import { EntryTabs } from "./entry-tabs.tsx";
import { RestingOn } from "./resting-on.tsx";

type Basis = z.infer<typeof legalBasisView>;

/** What items rest on, each with the days on which it is in force; a repeal marks all that rests on it (article 8). */
export function LegalBases() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const { authority: own } = useSession();
  const search = useSearch({ from: "/registry" });
  const { tab, after } = search;
  const narrowed = narrowedBy(search);
  const navigate = useNavigate({ from: "/registry" });
  const visible = useVisibleAuthorities();
  const [seen, see] = useOpened();
  const found = useQuery({
    ...asked("registry", "getLegalBases", { query: { ...narrowed, after, count: "true" } as never }),
    placeholderData: (before) => before,
  });
  const steps = useNewBasis();
  const opened = useQuery({
    ...asked("registry", "getLegalBasesByRef", { params: { ref: seen ?? "" }, query: {} }),
    enabled: seen !== undefined,
  });
  const shown =
    seen === undefined ? undefined : (opened.data ?? found.data?.items.find(({ id }) => id === seen));
  return (
    <>
      <Filters
        filters={[
          { name: "q", label: console.bases.law },
          { name: "article", label: console.bases.article },
          {
            name: "repealed",
            label: words.label.state,
            options: [
              { value: "false", label: console.bases.inForce },
              { value: "true", label: console.bases.hasEnd },
            ],
          },
          {
            name: "authority",
            label: words.label.authority,
            options: [...superiorsOf(own).map((value) => ({ value, label: nameOf(value) })), ...visible],
          },
        ]}
        chosen={narrowed}
        choose={(chosen) => void navigate({ search: { tab, ...chosen } })}
      >
        <ExportButtons list="legal-bases" query={narrowed} />
      </Filters>
      {steps.length === 0 ? null : (
        <div style={{ marginBlockEnd: 12 }}>
          <Steps steps={steps} />
        </div>
      )}
      <ListTable<Basis>
        found={found}
        rowKey="id"
        width={1_050}
        columns={[
          {
            title: console.bases.law,
            dataIndex: "law",
            key: "law",
            sorter: true,
            render: (law: string, { id }) => <OpensEntry open={() => see(id)}>{law}</OpensEntry>,
          },
          { title: console.bases.article, dataIndex: "article" },
          {
            title: console.field.documentNumber,
            dataIndex: "number",
            render: (number: string | null) => number ?? words.label.none,
          },
          { title: words.registryField.validFrom, dataIndex: "validFrom", width: 120 },
          {
            title: words.registryField.validTo,
            dataIndex: "validTo",
            width: 120,
            render: (to: string | null) => to ?? words.label.none,
          },
          { title: words.label.state, width: 110, render: (_: unknown, basis) => <Force {...basis} /> },
          { title: words.label.authority, dataIndex: "authority", width: 110, render: nameOf },
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
      <Drawer
        open={seen !== undefined}
        title={shown === undefined ? console.bases.title : `${shown.law} ${shown.article}`}
        size={720}
        onClose={() => see(undefined)}
        destroyOnHidden
      >
        {seen === undefined ? null : (
          <Loaded of={{ ...opened, data: shown }}>{(basis) => <OneBasis basis={basis} />}</Loaded>
        )}
      </Drawer>
    </>
  );
}

/** Whether it is in force today, or from when or until when it is. */
function Force({ validFrom, validTo }: Pick<Basis, "validFrom" | "validTo">) {
  const { console } = useTexts();
  const today = useToday();
  if (today === undefined) return null;
  if (validFrom > today) return <Tag>{console.bases.ahead}</Tag>;
  if (validTo === null) return <Tag color="success">{console.bases.inForce}</Tag>;
  return validTo < today ? (
    <Tag color="error">{console.bases.repealed}</Tag>
  ) : (
    <Tag color="warning">{console.bases.ending}</Tag>
  );
}

function OneBasis({ basis }: { basis: Basis }) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const steps = useBasisSteps(basis);
  return (
    <>
      <Steps steps={steps} />
      <EntryTabs kind="legal-bases" reference={basis.id} version={basis.version}>
        <Descriptions
          column={1}
          size="small"
          style={{ marginBlockEnd: 12 }}
          items={[
            { key: "law", label: console.bases.law, children: basis.law },
            { key: "article", label: console.bases.article, children: basis.article },
            {
              key: "number",
              label: console.field.documentNumber,
              children: basis.number ?? words.label.none,
            },
            { key: "validFrom", label: words.registryField.validFrom, children: basis.validFrom },
            {
              key: "validTo",
              label: words.registryField.validTo,
              children: basis.validTo ?? words.label.none,
            },
            { key: "state", label: words.label.state, children: <Force {...basis} /> },
            { key: "authority", label: words.label.authority, children: nameOf(basis.authority) },
          ]}
        />
        <RestingOn basis={basis} />
      </EntryTabs>
    </>
  );
}

function useNewBasis(): Step[] {
  const { console } = useTexts();
  const may = useMay();
  const queries = useQueryClient();
  if (!may("registry.write")) return [];
  return [
    {
      key: "new",
      title: console.bases.enter,
      article: 8,
      form: (done) => (
        <BodyForm
          schema={newLegalBasis}
          draft="legal-basis/new"
          known={{
            law: { label: console.bases.law },
            article: { label: console.bases.article },
            number: { label: console.field.documentNumber },
          }}
          send={(body) => call.registry.postLegalBases({ body: body as z.input<typeof newLegalBasis> })}
          done={() => {
            done();
            void changed(queries, "registry");
          }}
        />
      ),
    },
  ];
}

function useBasisSteps(basis: Basis): Step[] {
  const { console } = useTexts();
  const may = useMay();
  const queries = useQueryClient();
  const { id, validTo, authority } = basis;
  if (!may("registry.write", authority)) return [];
  const send = (body: Values) =>
    call.registry.patchLegalBasesByRef({
      params: { ref: id },
      body: body as z.input<typeof legalBasisChange>,
    });
  const ending = (done: () => void) => () => {
    done();
    void changed(queries, "registry", "inspection");
  };
  const change = { of: "legal-bases", entry: basis } as const;
  const correct: Step = {
    key: "correct",
    title: console.bases.correct,
    article: 8,
    form: (done) => (
      <EntryChange
        {...change}
        name="correct"
        schema={basisCorrection}
        first={({ validFrom, validTo }) => ({ validFrom, validTo })}
        send={(body, { from }) => send(correctionOf(basisCorrection, from, body))}
        done={ending(done)}
      />
    ),
  };
  if (validTo !== null) return [correct];
  return [
    {
      key: "repeal",
      title: console.bases.repeal,
      article: 8,
      form: (done) => (
        <>
          <RestingOn basis={basis} title={filledIn(console.bases.willMark, { law: basis.law })} />
          <EntryChange
            {...change}
            name="repeal"
            schema={basisRepeal}
            known={{ validTo: { label: console.bases.lastDay } }}
            send={send}
            done={ending(done)}
          />
        </>
      ),
    },
    correct,
  ];
}
