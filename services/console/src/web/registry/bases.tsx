import {
  day,
  filledIn,
  legalBasisChange,
  newLegalBasis,
  superiorsOf,
  type legalBasisView,
} from "@shuangsui/contracts";
import { shanghaiDate } from "@shuangsui/workdays";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Descriptions, Drawer, Empty, Table, Tag } from "antd";
import { useState } from "react";
import { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { Paging } from "../parts/paging.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { RestingOn } from "./resting-on.tsx";

type Basis = z.infer<typeof legalBasisView>;
const { reason } = legalBasisChange.shape;
/** A repeal is the last day on which a basis is in force (article 8). */
const repeal = z.strictObject({ validTo: day, reason });
const correction = legalBasisChange.omit({ version: true });

/** What items rest on, each with the days on which it is in force; a repeal marks all that rests on it (article 8). */
export function LegalBases() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const { authority: own } = useSession();
  const { q, article, repealed, authority, after } = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const visible = useVisibleAuthorities();
  const [seen, see] = useState<string | null>(null);
  const { data, error, isPending, refetch } = useQuery({
    ...asked("registry", "getLegalBases", { query: { q, article, repealed, authority, after } as never }),
    placeholderData: (before) => before,
  });
  const steps = useNewBasis();
  const shown = data?.items.find(({ id }) => id === seen);
  const goOn = (to: string | undefined) => void navigate({ search: (before) => ({ ...before, after: to }) });
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
        chosen={{ q, article, repealed, authority }}
        choose={(chosen) => void navigate({ search: { tab: "bases", ...chosen } })}
      >
        <ExportButtons list="legal-bases" query={{ q, article, repealed, authority }} />
      </Filters>
      {steps.length === 0 ? null : (
        <div style={{ marginBlockEnd: 12 }}>
          <Steps steps={steps} />
        </div>
      )}
      {error !== null && data === undefined ? (
        <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />
      ) : (
        <Table<Basis>
          rowKey="id"
          loading={isPending}
          pagination={false}
          scroll={data?.items.length === 0 ? {} : { x: 900 }}
          locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
          dataSource={[...(data?.items ?? [])]}
          columns={[
            {
              title: console.bases.law,
              dataIndex: "law",
              render: (law: string, { id }) => (
                <Button
                  type="link"
                  className="name"
                  style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "start" }}
                  onClick={() => see(id)}
                >
                  {law}
                </Button>
              ),
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
          ]}
        />
      )}
      <Paging after={after} next={data?.next} goOn={goOn} />
      <Drawer
        open={shown !== undefined}
        title={shown === undefined ? "" : `${shown.law} ${shown.article}`}
        size={720}
        onClose={() => see(null)}
        destroyOnHidden
      >
        {shown === undefined ? null : <OneBasis basis={shown} />}
      </Drawer>
    </>
  );
}

/** Whether it is in force today, or from when or until when it is. */
function Force({ validFrom, validTo }: Pick<Basis, "validFrom" | "validTo">) {
  const { console } = useTexts();
  const today = shanghaiDate(new Date());
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
      <Descriptions
        column={1}
        size="small"
        style={{ marginBlock: 12 }}
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
  const { id, version, validFrom, validTo, authority } = basis;
  if (!may("registry.write", authority)) return [];
  const send = (body: unknown) =>
    call.registry.patchLegalBasesByRef({
      params: { ref: id },
      body: { ...(body as z.input<typeof correction>), version },
    });
  const ending = (done: () => void) => () => {
    done();
    void changed(queries, "registry", "inspection");
  };
  const correct: Step = {
    key: "correct",
    title: console.bases.correct,
    article: 8,
    form: (done) => (
      <BodyForm
        schema={correction}
        draft={`${id}/correct/${version}`}
        first={{ validFrom, validTo }}
        send={send}
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
          <BodyForm
            schema={repeal}
            draft={`${id}/repeal/${version}`}
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
