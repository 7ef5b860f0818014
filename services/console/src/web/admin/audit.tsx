import { auditActionText, type AuditEntry } from "@shuangsui/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Form, Input, Segmented, Table } from "antd";
import { useState } from "react";
import { call } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card, Page } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

type Asked = { actor?: string; subject?: string; action?: string };
const services = ["inspection", "registry", "disclosure"] as const;
type Audited = (typeof services)[number];

/** Who did what, for whom and from where, in each service (articles 32, 33). */
export function Audit() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const [service, choose] = useState<Audited>("inspection");
  const [wanted, want] = useState<Asked>({});
  const { data, error, isPending, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [service, "audit", wanted],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      call[service].getAudit({
        query: { ...wanted, after: String(pageParam) },
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const entries: AuditEntry[] = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page title={console.menu.audit}>
      <Card>
        <Segmented
          value={service}
          onChange={choose}
          options={[...services].map((value) => ({ value, label: console.service[value] }))}
          style={{ marginBlockEnd: 12 }}
        />
        <Form<Asked>
          layout="inline"
          style={{ marginBlockEnd: 12, rowGap: 8 }}
          onFinish={(values) =>
            want(
              Object.fromEntries(
                Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
              ),
            )
          }
        >
          <Form.Item name="actor" label={words.label.actor}>
            <Input allowClear />
          </Form.Item>
          <Form.Item name="subject" label={words.label.id}>
            <Input allowClear />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {console.common.query}
          </Button>
        </Form>
        {error === null ? null : <Failed error={error} />}
        <section tabIndex={0} aria-label={console.menu.audit} className="scrolls">
          <Table<AuditEntry>
            rowKey="id"
            size="small"
            loading={isPending}
            pagination={false}
            dataSource={entries}
            columns={[
              { title: words.label.time, dataIndex: "at", width: 150, render: (at: string) => timeText(at) },
              {
                title: words.label.event,
                dataIndex: "action",
                render: (action: string) => auditActionText(words, action),
              },
              { title: words.label.actor, dataIndex: "actor" },
              {
                title: words.label.authority,
                dataIndex: "authority",
                render: (code: string) => nameOf(code),
              },
              {
                title: words.label.id,
                dataIndex: "subject",
                render: (subject: string | null) => <code>{subject}</code>,
              },
              { title: console.failed.code, dataIndex: "code" },
              { title: console.audit.remote, dataIndex: "remote" },
            ]}
          />
        </section>
        <Button disabled={!hasNextPage} onClick={() => void fetchNextPage()} style={{ marginBlockStart: 12 }}>
          {console.common.next}
        </Button>
      </Card>
    </Page>
  );
}
