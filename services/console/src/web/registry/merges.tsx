import { filledIn, mergeUndoing, type mergeView } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Space, Tag } from "antd";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useActors } from "../parts/actors.ts";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { TargetName } from "./names.tsx";
import { useRegistryWords } from "./registry-words.ts";

type Merge = z.infer<typeof mergeView>;

/** What was found to be registered twice and merged: what moved with it, by whom and why; each merge can be undone (article 5). */
export function Merges() {
  const { words, console } = useTexts();
  const { merges } = useRegistryWords();
  const { after } = useSearch({ from: "/registry" });
  const found = useQuery({
    ...asked("registry", "getMerges", { query: { after } }),
    placeholderData: (before) => before,
  });
  const { actorText } = useActors(found.data?.items ?? []);
  const stepsOf = useUndoing();
  const named: Readonly<Record<string, string>> = console.register;
  const movedText = (moved: Merge["moved"]) =>
    [...Map.groupBy(moved, ({ register }) => register)]
      .map(([register, of]) =>
        filledIn(merges.movedOf, { register: named[register] ?? register, count: of.length }),
      )
      .join(words.comma) || words.label.none;
  const doneText = ({ at, actor, reason }: { at: string; actor: string; reason: string }) => (
    <>
      <div>
        {timeText(at)} {actorText(actor, "registry.write")}
      </div>
      <div>{reason}</div>
    </>
  );
  return (
    <>
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <ExportButtons list="merges" />
      </Space>
      <ListTable<Merge>
        found={found}
        rowKey="id"
        width={1_000}
        empty={merges.none}
        columns={[
          {
            title: console.imports.register,
            dataIndex: "register",
            width: 100,
            render: (register: Merge["register"]) => console.register[register],
          },
          { title: merges.kept, render: (_: unknown, { kept, register }) => nameIn(register, kept) },
          { title: merges.merged, render: (_: unknown, { merged, register }) => nameIn(register, merged) },
          { title: merges.moved, dataIndex: "moved", render: movedText },
          { title: console.registry.merge, render: (_: unknown, merge) => doneText(merge) },
          {
            title: words.label.state,
            width: 200,
            render: (_: unknown, { undone }) =>
              undone === null ? (
                <Tag color="success">{merges.inForce}</Tag>
              ) : (
                <>
                  <Tag>{merges.undone}</Tag>
                  {doneText(undone)}
                </>
              ),
          },
          {
            title: console.common.operate,
            width: 120,
            render: (_: unknown, merge) => <Steps quiet steps={stepsOf(merge)} />,
          },
        ]}
      />
    </>
  );
}

const nameIn = (register: Merge["register"], code: string) => (
  <Link to="/registry/$kind/$id" params={{ kind: register, id: code }}>
    <TargetName code={code} kind={register === "entities" ? "entity" : "project"} />
  </Link>
);

function useUndoing(): (merge: Merge) => Step[] {
  const { merges } = useRegistryWords();
  const may = useMay();
  const queries = useQueryClient();
  return ({ id, authority, kept, merged, undone }) =>
    undone !== null || !may("registry.write", authority)
      ? []
      : [
          {
            key: "undo",
            title: merges.undo,
            article: 5,
            form: (done) => (
              <>
                <p>{filledIn(merges.undoHint, { merged, kept })}</p>
                <BodyForm
                  schema={mergeUndoing}
                  draft={`merge/${id}/undo`}
                  send={(body) =>
                    call.registry.postMergesByIdUndo({ params: { id }, body: mergeUndoing.parse(body) })
                  }
                  done={() => {
                    done();
                    void changed(queries, "registry");
                  }}
                />
              </>
            ),
          },
        ];
}
