import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Drawer, Empty, Form, Input, Select, Space, Table } from "antd";
import { filledIn } from "@shuangsui/contracts";
import { useState } from "react";
import { asked, type OperationId } from "../calls/services.ts";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Failed } from "../parts/failed.tsx";
import { Paging } from "../parts/paging.tsx";
import { useTexts } from "../words/words.tsx";
import { Entry } from "./entry.tsx";
import type { RegisterPage, Row } from "./registers.ts";
import { valueText } from "./values.ts";

type Listed = {
  items: readonly Row[];
  next: string | null;
  count?: { number: number; isMore: boolean } | undefined;
};
const operations = {
  entities: "getEntities",
  projects: "getProjects",
  inspectors: "getInspectors",
  items: "getItems",
} as const satisfies Record<RegisterPage["kind"], OperationId<"registry">>;

/** A register's list: searched, narrowed, sorted, counted, in pages, and taken along as a file just as it is seen. */
export function RegisterList({ register }: { register: RegisterPage }) {
  const texts = useTexts();
  const { words, console } = texts;
  const fields: Readonly<Record<string, string>> = words.registryField;
  const { tab, after, as: _inView, ...narrowed } = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const [seen, see] = useState<Row | null>(null);
  const query = Object.fromEntries(Object.entries(narrowed).filter(([, value]) => value !== undefined));
  const { data, error, isPending, refetch } = useQuery({
    ...asked("registry", operations[register.kind], { query: { ...query, after, count: "true" } as never }),
    placeholderData: (before) => before,
  });
  const list = data as Listed | undefined;
  const narrow = (values: Row) =>
    void navigate({
      search: {
        tab,
        ...Object.fromEntries(
          Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
        ),
      },
    });
  return (
    <>
      <Form
        key={JSON.stringify(query)}
        layout="inline"
        initialValues={query}
        onFinish={(values: Row) => narrow({ sort: query["sort"], ...values })}
        style={{ marginBlockEnd: 12, rowGap: 8 }}
      >
        {register.searched.map((name) => (
          <Form.Item key={name} name={name} label={console.registry[name]}>
            <Input allowClear style={{ width: name === "q" ? "min(220px, 100vw - 240px)" : 140 }} />
          </Form.Item>
        ))}
        {register.filters.map(({ name, label, values }) => (
          <Form.Item key={name} name={name} label={fields[label] ?? words.label.riskClass}>
            <Select
              allowClear
              style={{ width: 140 }}
              placeholder={console.common.all}
              options={Object.entries(values).map(([value, name]) => ({ value, label: name }))}
            />
          </Form.Item>
        ))}
        <Space>
          <Button type="primary" htmlType="submit">
            {console.common.query}
          </Button>
          <Button onClick={() => narrow({})}>{console.common.reset}</Button>
          <ExportButtons list={register.kind} query={query} />
        </Space>
      </Form>
      {error !== null && data === undefined ? (
        <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />
      ) : (
        <Table<Row>
          rowKey={(row) => String(row[register.key])}
          loading={isPending}
          dataSource={[...(list?.items ?? [])]}
          pagination={false}
          scroll={list?.items.length === 0 ? {} : { x: 1_000 }}
          locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
          onChange={(_pages, _filters, sorter) => {
            const { order, field } = Array.isArray(sorter) ? {} : sorter;
            narrow({
              ...query,
              sort:
                order === undefined || order === null
                  ? undefined
                  : `${order === "descend" ? "-" : ""}${sortOf(String(field))}`,
            });
          }}
          columns={register.columns.map((name) => ({
            title: fields[name] ?? words.label.updated,
            className: broken.has(name) ? "" : "nowrap",
            dataIndex: name,
            sorter: sortable.has(name),
            render: (value: unknown, row: Row) =>
              name === "name" ? (
                <Button
                  type="link"
                  className="name"
                  style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "start" }}
                  onClick={() => see(row)}
                >
                  {String(value)}
                </Button>
              ) : (
                valueText(name, value, texts)
              ),
          }))}
        />
      )}
      <Paging
        after={after}
        next={list?.next}
        goOn={(to) =>
          to === undefined ? narrow(query) : void navigate({ search: (before) => ({ ...before, after: to }) })
        }
      >
        {list?.count === undefined ? null : (
          <span>
            {filledIn(list.count.isMore ? console.registry.countMore : console.registry.count, {
              count: list.count.number,
            })}
          </span>
        )}
      </Paging>
      <Drawer
        open={seen !== null}
        title={valueText("name", seen?.["name"], texts)}
        size={720}
        onClose={() => see(null)}
        destroyOnHidden
      >
        {seen === null ? null : <Entry register={register} entry={seen} />}
      </Drawer>
    </>
  );
}

/** What is long enough to stand on several lines. */
const broken: ReadonlySet<string> = new Set([
  "name",
  "address",
  "unit",
  "types",
  "specialties",
  "legalBasis",
  "subject",
]);
const sortable: ReadonlySet<string> = new Set(["name", "code", "creditCode", "updatedAt"]);
const sortOf = (field: string) => (field === "creditCode" ? "code" : field);
