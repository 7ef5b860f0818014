import { registerKind, type ImportView, type RegisterKind } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Select, Space } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { FailedDeed } from "../parts/failed-deed.tsx";
import { FileButton } from "../parts/file-button.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Card, Page } from "../parts/page.tsx";
import { SheetInput, type SheetType } from "../parts/sheet-input.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

/** Files that are brought into registers: uploaded, checked, shown, and applied (articles 10 to 15). */
export function Imports() {
  const { words, console } = useTexts();
  const queries = useQueryClient();
  const [register, choose] = useState<RegisterKind>("entities");
  const { after } = useSearch({ from: "/imports" });
  const found = useQuery({
    ...asked("registry", "getImports", { query: { after } }),
    refetchInterval: 3_000,
    placeholderData: (before) => before,
  });
  const upload = useDeed({
    send: ({ file, type }: { file: File; type: SheetType }) =>
      call.registry.postImports({
        query: { register, fileName: file.name },
        body: file,
        type,
        timeoutMs: 600_000,
      }),
    onSuccess: () => changed(queries, "registry"),
  });
  return (
    <Page title={console.menu.imports}>
      <Card title={console.imports.upload}>
        <Space wrap>
          <Select
            value={register}
            onChange={choose}
            aria-label={console.imports.register}
            style={{ width: 180 }}
            options={registerKind.options.map((value) => ({ value, label: console.register[value] }))}
          />
          <FileButton
            service="registry"
            path={`/api/v1/imports/templates/${register}`}
            name={`${console.register[register]}.xlsx`}
          >
            {console.imports.template}
          </FileButton>
          <SheetInput
            isPending={upload.isPending}
            taken={upload.isSuccess ? upload.variables.file : undefined}
            send={(file, type) => upload.run({ file, type })}
          />
        </Space>
        <FailedDeed deed={upload} />
      </Card>
      <Card title={console.imports.all}>
        <ListTable<ImportView>
          found={found}
          rowKey="id"
          width={800}
          empty={console.common.empty}
          columns={[
            {
              title: console.imports.file,
              render: (_: unknown, { id, fileName }) => (
                <Link to="/imports/$id" params={{ id }} className="name">
                  {fileName ?? id}
                </Link>
              ),
            },
            {
              title: console.imports.register,
              dataIndex: "register",
              render: (kind: RegisterKind) => console.register[kind],
            },
            {
              title: words.label.state,
              dataIndex: "state",
              render: (state: ImportView["state"]) => console.imports.states[state],
            },
            {
              title: console.imports.created,
              render: (_: unknown, { counts }) => counts.created,
              align: "end",
            },
            {
              title: console.imports.changed,
              render: (_: unknown, { counts }) => counts.changed,
              align: "end",
            },
            {
              title: console.imports.refused,
              render: (_: unknown, { counts }) => counts.refused,
              align: "end",
            },
            { title: words.label.time, dataIndex: "createdAt", render: (at: string) => timeText(at) },
          ]}
        />
      </Card>
    </Page>
  );
}
