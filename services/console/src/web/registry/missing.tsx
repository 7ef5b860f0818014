import {
  filledIn,
  listSource,
  type ListSource,
  type RegisterKind,
  type unregistered,
} from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Empty, Space, Table } from "antd";
import type { z } from "zod";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Paging } from "../parts/paging.tsx";
import { useStacked } from "../parts/stacked.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { useEntering } from "./by-hand.tsx";
import { useDeedSteps } from "./deed-steps.tsx";
import type { TargetKind } from "./names.tsx";
import { useRegistryWords } from "./registry-words.ts";

type Missing = z.infer<typeof unregistered>;

/** Shows who stands in a list and not in the registry, or folds that up again. */
export function SeeMissing({ authority, source }: { authority: string; source: ListSource }) {
  const { missing } = useRegistryWords();
  const search = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const isShown = search.authority === authority && search.source === source;
  const next = isShown ? { authority: undefined, source: undefined } : { authority, source };
  return (
    <Button
      aria-expanded={isShown}
      onClick={() => void navigate({ search: (before) => ({ ...before, ...next, after: undefined }) })}
    >
      {isShown ? missing.close : missing.show}
    </Button>
  );
}

/** Who stands in the list that the address names and not in the registry (articles 10, 12); whoever is missing is registered from here. */
export function MissingOf({ kind }: { kind: TargetKind }) {
  const search = useSearch({ from: "/registry" });
  const source = listSource.safeParse(search.source).data;
  if (source === undefined || search.authority === undefined) return null;
  return <Shown kind={kind} source={source} authority={search.authority} after={search.after} />;
}

function Shown({
  kind,
  source,
  authority,
  after,
}: {
  kind: TargetKind;
  source: ListSource;
  authority: string;
  after: string | undefined;
}) {
  const { words, console } = useTexts();
  const { missing } = useRegistryWords();
  const nameOf = useAuthorityName();
  const stacked = useStacked<Missing>();
  const may = useMay();
  const query = { kind, source, authority };
  const found = useQuery({
    ...asked("registry", "getCompletenessUnregistered", { query: { ...query, after } }),
    placeholderData: (before) => before,
  });
  return (
    <section style={{ marginBlockStart: 16 }}>
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <h2 style={{ fontSize: 16, margin: 0 }}>
          {filledIn(missing.title, {
            authority: nameOf(authority),
            source: console.registry.sources[source],
          })}
        </h2>
        <ExportButtons list="completeness/unregistered" query={query} />
      </Space>
      <Loaded of={found}>
        {({ items, next }) => (
          <>
            <Table<Missing>
              rowKey="code"
              size="small"
              pagination={false}
              className="anywhere"
              locale={{ emptyText: <Empty description={missing.none} /> }}
              dataSource={[...items]}
              {...stacked([
                { title: words.registryField.name, dataIndex: "name" },
                { title: words.registryField.code, dataIndex: "code" },
                {
                  title: missing.number,
                  dataIndex: "number",
                  render: (number: Missing["number"]) => number ?? words.label.none,
                },
                {
                  title: missing.removed,
                  dataIndex: "removalGround",
                  render: (ground: Missing["removalGround"]) =>
                    ground === null ? words.label.none : words.removalGround[ground],
                },
                ...(may("registry.write", authority)
                  ? [
                      {
                        title: console.common.operate,
                        render: (_: unknown, one: Missing) =>
                          // Whoever was taken out is taken back where it stands.
                          one.removalGround === null ? <Register kind={kind} missing={one} /> : null,
                      },
                    ]
                  : []),
              ])}
            />
            <Paging next={next} />
          </>
        )}
      </Loaded>
    </section>
  );
}

/** Registers whoever is missing, with what the list says of it. */
function Register({ kind, missing: { code, name, number } }: { kind: TargetKind; missing: Missing }) {
  const { missing } = useRegistryWords();
  const steps = useDeedSteps();
  const [register, first]: [RegisterKind, object] =
    kind === "entity"
      ? ["entities", { creditCode: code, name }]
      : ["projects", { code, name, permits: number === null ? [] : [{ number }] }];
  const entering = useEntering(register, first as Readonly<Record<string, unknown>>);
  return (
    <Steps
      quiet
      steps={steps(entering, `missing/${code}`).map((step) => ({ ...step, title: missing.enter }))}
    />
  );
}
