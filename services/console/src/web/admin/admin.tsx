import {
  calendarNotice,
  caps,
  drawVenue,
  knownAuthorities,
  localHolidays,
  visitCap,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Skeleton, Table, Tabs } from "antd";
import type { ReactNode } from "react";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import type { Known } from "../form/fields.tsx";
import type { Values } from "../form/values.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { Accounts } from "./accounts.tsx";

/** What an authority has set for itself, its calendar, its place in the tree, and who has an account. */
export function Admin() {
  const { console } = useTexts();
  const { roles } = useSession();
  return (
    <Page title={console.menu.admin}>
      <Card>
        <Tabs
          items={[
            { key: "settings", label: console.admin.settings, children: <Settings /> },
            { key: "calendar", label: console.admin.calendar, children: <Calendar /> },
            { key: "authorities", label: console.admin.authorities, children: <Authorities /> },
            ...(roles.includes("administrator")
              ? [{ key: "accounts", label: console.admin.accounts, children: <Accounts /> }]
              : []),
          ]}
        />
      </Card>
    </Page>
  );
}

function Settings() {
  const { words, console } = useTexts();
  const { inspection } = call;
  const named = (group: Readonly<Record<string, string>>) =>
    Object.entries(group).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Setting
        title={console.admin.caps}
        of={useQuery(asked("inspection", "getSettingsCaps", {}))}
        schema={caps}
        send={(body) => inspection.putSettingsCaps({ body: caps.parse(body) })}
      />
      <Setting
        title={console.admin.visitCap}
        of={useQuery(asked("inspection", "getSettingsVisitCap", {}))}
        schema={visitCap}
        known={{
          exemptOrigins: { options: named(words.inspectionOrigin) },
          exemptKinds: { options: named(words.inspectionKind) },
        }}
        send={(body) => inspection.putSettingsVisitCap({ body: visitCap.parse(body) })}
      />
      <Setting
        title={console.admin.drawVenue}
        of={useQuery(asked("inspection", "getSettingsDrawVenue", {}))}
        schema={drawVenue}
        send={(body) => inspection.putSettingsDrawVenue({ body: drawVenue.parse(body) })}
      />
      <Setting
        title={console.admin.localHolidays}
        of={useQuery(asked("inspection", "getSettingsLocalHolidays", {}))}
        schema={localHolidays}
        send={(body) => inspection.putSettingsLocalHolidays({ body: localHolidays.parse(body) })}
      />
    </>
  );
}

/** One setting, changed in place by whoever may. */
function Setting({
  title,
  of: { data, error },
  schema,
  known = {},
  send,
}: {
  title: string;
  of: { data: Values | undefined; error: unknown };
  schema: z.ZodType;
  known?: Known;
  send(body: unknown): Promise<unknown>;
}): ReactNode {
  const { console } = useTexts();
  const may = useMay();
  const queries = useQueryClient();
  return (
    <Card title={title}>
      {error !== null ? (
        <Failed error={error} />
      ) : data === undefined ? (
        <Skeleton active />
      ) : (
        <BodyForm
          key={JSON.stringify(data)}
          schema={schema}
          known={known}
          first={data}
          draft={`setting/${title}`}
          submit={console.common.save}
          readOnly={!may("settings.write")}
          send={send}
          done={() => void changed(queries, "inspection")}
        />
      )}
    </Card>
  );
}

function Calendar() {
  const { words, console } = useTexts();
  const may = useMay();
  const { authority } = useSession();
  const nameOf = useAuthorityName();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(asked("inspection", "getCalendarNotices", { query: {} }));
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      <Steps
        steps={
          may("calendar.write")
            ? [
                {
                  key: "enter",
                  title: console.admin.enterNotice,
                  form: (done) => (
                    <BodyForm
                      schema={calendarNotice}
                      first={{ authority }}
                      draft="calendar/notice"
                      send={(body, idempotencyKey) =>
                        call.inspection.postCalendarNotices({
                          body: calendarNotice.parse(body),
                          idempotencyKey,
                        })
                      }
                      done={() => {
                        done();
                        void changed(queries, "inspection");
                      }}
                    />
                  ),
                },
              ]
            : []
        }
      />
      <Table
        rowKey="id"
        size="small"
        style={{ marginBlockStart: 12 }}
        pagination={false}
        dataSource={[...data.items]}
        columns={[
          {
            title: words.label.publisher,
            dataIndex: "authority",
            render: (code: string) => (code === "000000" ? words.label.nation : nameOf(code)),
          },
          { title: console.admin.documentNumber, dataIndex: "number" },
          { title: words.label.name, dataIndex: "name" },
          { title: console.admin.issuedOn, dataIndex: "issuedOn" },
          {
            title: console.admin.daysOff,
            render: (_: unknown, { daysOff }) =>
              daysOff.map(({ from, to }) => (from === to ? from : `${from} — ${to}`)).join("；"),
          },
          { title: console.admin.worked, render: (_: unknown, { worked }) => worked.join("；") },
          { title: console.admin.supersededBy, dataIndex: "supersededBy" },
        ]}
      />
    </>
  );
}

function Authorities() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  return (
    <Table
      rowKey="code"
      size="small"
      pagination={false}
      dataSource={[...knownAuthorities()]}
      columns={[
        { title: words.label.id, dataIndex: "code" },
        { title: words.label.name, dataIndex: "name" },
        {
          title: console.admin.parent,
          dataIndex: "parent",
          render: (parent: string | null) => (parent === null ? words.label.none : nameOf(parent)),
        },
      ]}
    />
  );
}
