import { newDismissal, type DuplicatedRegister, type duplicatePair } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Segmented, Space, Tag } from "antd";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { mergeOfTwo } from "./bodies.ts";
import { Compared } from "./compared.tsx";
import { operationsOf } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";

type Pair = z.infer<typeof duplicatePair>;

/** What may stand in a register twice: merged, so that it can be undone, or found to be two (article 5). */
export function Duplicates() {
  const { words, console } = useTexts();
  const { kind, after } = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const register: DuplicatedRegister = kind === "projects" ? "projects" : "entities";
  const found = useQuery({
    ...asked("registry", "getDuplicates", { query: { register, after } }),
    placeholderData: (before) => before,
  });
  const stepsOf = usePairSteps();
  return (
    <>
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <Segmented
          value={register}
          onChange={(next) =>
            void navigate({ search: (before) => ({ ...before, kind: next, after: undefined }) })
          }
          options={[
            { value: "entities" as const, label: console.register.entities },
            { value: "projects" as const, label: console.register.projects },
          ]}
        />
        <ExportButtons list="duplicates" query={{ register }} />
      </Space>
      <ListTable<Pair>
        found={found}
        rowKey={({ one, other }) => `${one.code} ${other.code}`}
        width={760}
        empty={console.common.empty}
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

/** What may be found of a pair, each with both sides before one's eyes. */
function usePairSteps(): (pair: Pair) => Step[] {
  const { console } = useTexts();
  const { merges } = useRegistryWords();
  const queries = useQueryClient();
  const ending = (done: () => void) => () => {
    done();
    void changed(queries, "registry");
  };
  return (pair) => {
    const { register, one, other } = pair;
    return [
      {
        key: "merge",
        title: console.registry.merge,
        article: 5,
        form: (done) => (
          <>
            <BothSides {...pair} />
            <p>{merges.movesHint}</p>
            <BodyForm
              schema={mergeOfTwo}
              draft={`merge/${one.code}/${other.code}`}
              first={{ kept: one.code }}
              known={{
                kept: {
                  label: merges.keep,
                  options: [one, other].map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
                },
              }}
              send={(body) => {
                const { kept, reason } = mergeOfTwo.parse(body);
                const merged = kept === one.code ? other.code : one.code;
                return call.registry.postMerges({ body: { register, kept, merged, reason } });
              }}
              done={ending(done)}
            />
          </>
        ),
      },
      {
        key: "dismiss",
        title: console.registry.areTwo,
        article: 5,
        form: (done) => (
          <>
            <BothSides {...pair} />
            <BodyForm
              schema={newDismissal}
              draft={`dismiss/${one.code}/${other.code}`}
              fixed={{ register, one: one.code, other: other.code }}
              send={(body) => call.registry.postDuplicatesDismissals({ body: newDismissal.parse(body) })}
              done={ending(done)}
            />
          </>
        ),
      },
    ];
  };
}

/** Both entries of a pair as they stand now, field by field. */
function BothSides({ register, one, other }: Pair) {
  const { console } = useTexts();
  const { compare } = useRegistryWords();
  const entry = operationsOf[register].entry;
  const first = useQuery(asked("registry", entry, { params: { ref: one.code }, query: {} }));
  const second = useQuery(asked("registry", entry, { params: { ref: other.code }, query: {} }));
  return (
    <section style={{ marginBlockEnd: 12 }}>
      <h2 style={{ fontSize: 15 }}>{compare.title}</h2>
      <Loaded of={first}>
        {(left) => (
          <Loaded of={second}>
            {(right) => (
              <Compared
                kind={register}
                one={left}
                other={right}
                titles={[`${console.registry.one} ${one.code}`, `${console.registry.other} ${other.code}`]}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </section>
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
