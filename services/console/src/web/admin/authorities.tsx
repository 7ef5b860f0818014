import { knownAuthorities, type Authority } from "@shuangsui/contracts";
import { Alert, Table } from "antd";
import { useAuthorityFullName, useAuthorityName } from "../parts/authority.tsx";
import { Scrolled } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";

/** The authorities of this installation, each with its place in the tree (articles 34, 35). They are written by whoever installs it. */
export function Authorities() {
  const { words, console } = useTexts();
  const { authorities: says } = useAdminWords();
  const nameOf = useAuthorityName();
  const fullNameOf = useAuthorityFullName();
  const all = knownAuthorities();
  return (
    <>
      <Alert
        type="info"
        showIcon
        style={{ marginBlockEnd: 12 }}
        title={says.source}
        description={
          <>
            <div>{says.howChanged}</div>
            <div>{says.whyNotHere}</div>
          </>
        }
      />
      <Scrolled label={console.admin.authorities}>
        <Table<Authority>
          rowKey="code"
          size="small"
          pagination={false}
          style={{ minWidth: 720 }}
          dataSource={[...all]}
          columns={[
            { title: says.code, dataIndex: "code", className: "number" },
            { title: words.label.name, dataIndex: "code", render: (code: string) => fullNameOf(code) },
            { title: says.short, dataIndex: "code", render: (code: string) => nameOf(code) },
            {
              title: says.level,
              dataIndex: "level",
              render: (level: Authority["level"]) => says.levels[level],
            },
            {
              title: console.admin.parent,
              dataIndex: "parent",
              render: (parent: string | null) => (parent === null ? words.label.none : nameOf(parent)),
            },
            {
              title: says.subordinates,
              align: "end",
              render: (_: unknown, { code }) => all.filter(({ parent }) => parent === code).length,
            },
          ]}
        />
      </Scrolled>
    </>
  );
}
