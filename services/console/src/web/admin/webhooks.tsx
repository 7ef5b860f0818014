import {
  deliveryStatus,
  eventPrefix,
  filledIn,
  nameOf as namedIn,
  newWebhook,
  type Delivery,
  type Webhook,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Empty, Popconfirm, Segmented, Space, Table, Tag } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useActors } from "../parts/actors.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Scrolled } from "../parts/page.tsx";
import { Steps } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";

/** Of which kinds of matters another system may be told. */
const kinds = ["plan", "campaign", "inspection", "supervision"] as const;

/** What an event or a kind of events is called: `cn.shuangsui.inspection.record`. */
function useEventText(): (type: string) => string {
  const { words } = useTexts();
  const { planEvent, campaignEvent, inspectionEvent, supervisionEvent } = words;
  const events: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    plan: planEvent,
    campaign: campaignEvent,
    inspection: inspectionEvent,
    supervision: supervisionEvent,
    "text-review": words.auditAct,
  };
  return (type) => {
    const [kind = "", happened] = type.replace(eventPrefix, "").split(".");
    const of = namedIn(words.auditKind, kind);
    return happened === undefined ? of : `${of} · ${namedIn(events[kind] ?? {}, happened)}`;
  };
}

/** Which other systems are told of what happens, whether it reaches them, and what did not arrive. */
export function Webhooks() {
  const { words, console } = useTexts();
  const { webhooks: says } = useAdminWords();
  const nameOf = useAuthorityName();
  const eventText = useEventText();
  const may = useMay();
  const queries = useQueryClient();
  const [secret, give] = useState<{ url: string; secret: string } | null>(null);
  const found = useQuery(asked("inspection", "getWebhooks", {}));
  const { actorText } = useActors(
    (found.data?.items ?? []).map(({ createdBy }) => ({ actor: createdBy })),
    new Map(),
  );
  const refresh = () => void changed(queries, "inspection");
  const remove = useDeed({
    send: (id: string) => call.inspection.deleteWebhooksById({ params: { id } }),
    onSuccess: refresh,
  });
  return (
    <>
      <p>{says.about}</p>
      <Steps
        steps={
          may("webhook.write")
            ? [
                {
                  key: "webhook",
                  title: says.create,
                  form: (done) => (
                    <BodyForm
                      schema={newWebhook}
                      draft="webhook/new"
                      known={{
                        url: { label: says.url },
                        types: {
                          label: says.types,
                          options: kinds.map((kind) => ({
                            value: `${eventPrefix}${kind}`,
                            label: words.auditKind[kind],
                          })),
                        },
                      }}
                      send={async (body) => {
                        const made = await call.inspection.postWebhooks({ body: newWebhook.parse(body) });
                        give({ url: made.url, secret: made.secret });
                      }}
                      done={() => {
                        done();
                        refresh();
                      }}
                    />
                  ),
                },
              ]
            : []
        }
      />
      {secret === null ? null : (
        <Alert
          type="success"
          style={{ marginBlock: 12 }}
          closable
          title={`${secret.url}：${says.secretOnce}`}
          description={<code>{secret.secret}</code>}
          onClose={() => give(null)}
        />
      )}
      {remove.error === null ? null : <Failed error={remove.error} />}
      <Loaded of={found}>
        {({ items }) => (
          <Scrolled label={says.tab}>
            <Table<Webhook>
              rowKey="id"
              size="small"
              style={{ marginBlockStart: 12, minWidth: 1000 }}
              pagination={false}
              locale={{ emptyText: <Empty description={says.none} /> }}
              dataSource={[...items]}
              expandable={{
                expandedRowRender: ({ id, authority }) => (
                  <Deliveries id={id} mayReplay={may("webhook.write", authority)} />
                ),
                columnTitle: says.deliveries,
              }}
              columns={[
                { title: says.url, dataIndex: "url", className: "name" },
                {
                  title: words.label.authority,
                  dataIndex: "authority",
                  render: (code: string) => nameOf(code),
                },
                {
                  title: says.types,
                  render: (_: unknown, { types }) =>
                    types.length === 0 ? says.all : types.map((type) => eventText(type)).join(words.comma),
                },
                { title: says.waiting, dataIndex: "waiting", align: "end" },
                {
                  title: says.dead,
                  align: "end",
                  render: (_: unknown, { dead }) => (dead === 0 ? 0 : <Tag color="error">{dead}</Tag>),
                },
                { title: says.since, dataIndex: "createdAt", className: "day", render: timeText },
                {
                  title: says.by,
                  dataIndex: "createdBy",
                  render: (actor: string) => <span title={actor}>{actorText(actor)}</span>,
                },
                {
                  title: console.common.operate,
                  render: (_: unknown, { id, url, authority }) =>
                    may("webhook.write", authority) ? (
                      <Popconfirm title={filledIn(says.endSure, { url })} onConfirm={() => remove.run(id)}>
                        <Button size="small">{says.end}</Button>
                      </Popconfirm>
                    ) : null,
                },
              ]}
            />
          </Scrolled>
        )}
      </Loaded>
    </>
  );
}

const atOnce = "20";

/** The latest deliveries of one, and those alone that failed where that is asked for. */
function Deliveries({ id, mayReplay }: { id: string; mayReplay: boolean }) {
  const { words, console } = useTexts();
  const { webhooks: says } = useAdminWords();
  const eventText = useEventText();
  const queries = useQueryClient();
  const [status, choose] = useState<Delivery["status"] | "">("");
  const [after, goOn] = useState<string>();
  const query = { limit: atOnce, status: status === "" ? undefined : status, after };
  const found = useQuery(asked("inspection", "getWebhooksByIdDeliveries", { params: { id }, query }));
  const replay = useDeed({
    send: (deliveryId: string) =>
      call.inspection.postWebhooksByIdDeliveriesByDeliveryIdReplay({ params: { id, deliveryId }, body: {} }),
    onSuccess: () => changed(queries, "inspection"),
  });
  return (
    <>
      <Segmented
        value={status}
        onChange={(next) => {
          choose(next);
          goOn(undefined);
        }}
        options={[
          { value: "" as const, label: console.common.all },
          ...deliveryStatus.options.map((value) => ({ value, label: says.status[value] })),
        ]}
      />
      {replay.error === null ? null : <Failed error={replay.error} />}
      <Loaded of={found}>
        {({ items, next }) => (
          <>
            <Table<Delivery>
              rowKey="id"
              size="small"
              pagination={false}
              locale={{ emptyText: <Empty description={says.noDeliveries} /> }}
              dataSource={[...items]}
              columns={[
                { title: says.event, dataIndex: "type", render: eventText },
                {
                  title: words.label.state,
                  dataIndex: "status",
                  render: (one: Delivery["status"]) => says.status[one],
                },
                { title: says.attempts, dataIndex: "attempts", align: "end" },
                {
                  title: says.lastFault,
                  render: (_: unknown, { lastFault, lastStatus }) => {
                    if (lastFault === null) return words.label.none;
                    const fault = says.fault[lastFault];
                    return lastStatus === null
                      ? fault
                      : filledIn(says.answered, { fault, status: lastStatus });
                  },
                },
                { title: says.owedAt, dataIndex: "owedAt", className: "day", render: timeText },
                {
                  title: says.nextAt,
                  dataIndex: "nextAttemptAt",
                  className: "day",
                  render: (at: string | null) => (at === null ? "" : timeText(at)),
                },
                {
                  title: says.endedAt,
                  dataIndex: "endedAt",
                  className: "day",
                  render: (at: string | null) => (at === null ? "" : timeText(at)),
                },
                {
                  title: console.common.operate,
                  render: (_: unknown, { id: deliveryId, status: stands }) =>
                    mayReplay && stands !== "waiting" ? (
                      <Button size="small" onClick={() => replay.run(deliveryId)}>
                        {says.replay}
                      </Button>
                    ) : null,
                },
              ]}
            />
            <Space style={{ marginBlockStart: 8 }}>
              <Button size="small" disabled={after === undefined} onClick={() => goOn(undefined)}>
                {console.common.firstPage}
              </Button>
              <Button size="small" disabled={next === null} onClick={() => goOn(next ?? undefined)}>
                {console.common.next}
              </Button>
            </Space>
          </>
        )}
      </Loaded>
    </>
  );
}
