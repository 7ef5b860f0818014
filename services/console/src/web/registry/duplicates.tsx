import { newDismissal, newMerge, type DuplicatedRegister } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Empty, Segmented, Skeleton, Space, Table, Tag } from "antd";
import { useState } from "react";
import { asked, call, changed } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Failed } from "../parts/failed.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";

/** What may stand in a register twice: merged, so that it can be undone, or found to be two (article 5). */
export function Duplicates() {
  const { words, console } = useTexts();
  const queries = useQueryClient();
  const [register, choose] = useState<DuplicatedRegister>("entities");
  const { data, error } = useQuery(asked("registry", "getDuplicates", { query: { register } }));
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return <Skeleton active />;
  type Pair = (typeof data.items)[number];
  const stepsOf = ({ one, other }: Pair): Step[] => {
    const ending = (done: () => void) => () => {
      done();
      void changed(queries, "registry");
    };
    const named = { [one.code]: `${one.code} ${one.name}`, [other.code]: `${other.code} ${other.name}` };
    const options = Object.entries(named).map(([value, label]) => ({ value, label }));
    return [
      {
        key: "merge",
        title: console.registry.merge,
        form: (done) => (
          <BodyForm
            schema={newMerge}
            draft={`merge/${one.code}/${other.code}`}
            fixed={{ register }}
            first={{ kept: one.code, merged: other.code }}
            known={{
              kept: { options, label: console.registry.kept },
              merged: { options, label: console.registry.merged },
            }}
            send={(body) => call.registry.postMerges({ body: newMerge.parse(body) })}
            done={ending(done)}
          />
        ),
      },
      {
        key: "dismiss",
        title: console.registry.areTwo,
        form: (done) => (
          <BodyForm
            schema={newDismissal}
            draft={`dismiss/${one.code}/${other.code}`}
            fixed={{ register, one: one.code, other: other.code }}
            send={(body) => call.registry.postDuplicatesDismissals({ body: newDismissal.parse(body) })}
            done={ending(done)}
          />
        ),
      },
    ];
  };
  return (
    <>
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <Segmented
          value={register}
          onChange={choose}
          options={[
            { value: "entities" as const, label: console.register.entities },
            { value: "projects" as const, label: console.register.projects },
          ]}
        />
        <ExportButtons list="duplicates" query={{ register }} />
      </Space>
      <Table<Pair>
        rowKey={({ one, other }) => `${one.code} ${other.code}`}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        locale={{ emptyText: <Empty description={console.common.empty} /> }}
        dataSource={[...data.items]}
        columns={[
          { title: console.registry.one, render: (_: unknown, { one }) => <Side {...one} /> },
          { title: console.registry.other, render: (_: unknown, { other }) => <Side {...other} /> },
          {
            title: words.registryField.ground,
            render: (_: unknown, { grounds }) =>
              grounds.map((ground) => <Tag key={ground}>{words.duplicateGround[ground]}</Tag>),
          },
          { title: console.common.operate, render: (_: unknown, pair) => <Steps steps={stepsOf(pair)} /> },
        ]}
      />
    </>
  );
}

function Side({ code, name, address }: { code: string; name: string; address: string }) {
  return (
    <>
      <div>{name}</div>
      <div className="number">{code}</div>
      <div>{address}</div>
    </>
  );
}
