import { filteredRegister } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Drawer } from "antd";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters, type Filter } from "../parts/filters.tsx";
import { useInView } from "../parts/in-view.ts";
import { ListTable, OpensEntry } from "../parts/list-table.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { narrowedBy, useOpened } from "./address.ts";
import { InspectorSelect, TargetSelect } from "./choosing.tsx";
import { CreditOfTarget } from "./credit-of-target.tsx";
import { useNewEntrySteps } from "./deeds.tsx";
import { Entry } from "./entry.tsx";
import { useFieldNames } from "./entry-fields.tsx";
import { FieldValue } from "./field-value.tsx";
import { FullCount } from "./full-count.tsx";
import { operationsOf, type RegisterPage, type Row } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";
import { SavedFilters } from "./saved-filters.tsx";
import { UnusedItems } from "./unused-items.tsx";
import { valueText } from "./values.ts";

type Listed = { items: readonly Row[]; next: string | null };
type Narrowing = Readonly<Record<string, string | undefined>>;

/** A register's list: searched, narrowed, sorted, counted, in pages, and taken along as a file just as it is seen. */
export function RegisterList({ register }: { register: RegisterPage }) {
  const texts = useTexts();
  const { words, console } = texts;
  const { parties } = useRegistryWords();
  const may = useMay();
  const nameOf = useFieldNames();
  const inView = useInView();
  const search = useSearch({ from: "/registry" });
  const { tab, after } = search;
  const navigate = useNavigate({ from: "/registry" });
  const [seen, see] = useOpened();
  const query = onlySet(narrowedBy(search));
  const ofWhom = { ...query, ...(inView === undefined ? {} : { authority: inView }) };
  const unsorted = { ...ofWhom, sort: undefined };
  const found = useQuery({
    ...asked("registry", operationsOf[register.kind].list, {
      query: { ...ofWhom, after, count: "true" } as never,
    }),
    placeholderData: (before) => before,
  });
  const list = found.data as Listed | undefined;
  const opened = useQuery({
    ...asked("registry", operationsOf[register.kind].entry, { params: { ref: seen ?? "" }, query: {} }),
    enabled: seen !== undefined,
  });
  const refOf = (row: Row) => String(row["id"] ?? row[register.key]);
  const shown = (opened.data as Row | undefined) ?? list?.items.find((row) => refOf(row) === seen);
  const narrow = (values: Narrowing) => void navigate({ search: { tab, ...onlySet(values) } });
  const newEntry = useNewEntrySteps(register.kind);
  const filtered = filteredRegister.safeParse(register.kind);
  const inputs = {
    targetCode: <TargetSelect />,
    inspectorId: <InspectorSelect />,
    party: <TargetSelect kind="entity" />,
  };
  // Of whom a record is only some may read, and find by (article 31).
  const searched = register.searched.filter(
    (name) => register.kind !== "credit-records" || name !== "person" || may("credit-person.read"),
  );
  const filters: readonly Filter[] = [
    ...searched.map((name) => ({
      name,
      label: name === "party" ? parties.filter : console.registry[name],
      ...(name === "targetCode" || name === "inspectorId" || name === "party" ? { input: inputs[name] } : {}),
    })),
    ...register.filters.map(({ name, label, values }) => ({
      name,
      label: label === "riskClass" ? words.label.riskClass : nameOf(label),
      options: Object.entries(values).map(([value, name]) => ({ value, label: name })),
    })),
  ];
  return (
    <>
      <Filters filters={filters} chosen={query} choose={narrow}>
        <ExportButtons list={register.kind} query={ofWhom} />
      </Filters>
      <div className="row" style={{ marginBlockEnd: 12 }}>
        <Steps steps={newEntry} />
        {filtered.success ? <SavedFilters register={filtered.data} query={query} pick={narrow} /> : null}
        {register.kind === "items" && may("item-use.read") ? <UnusedItems /> : null}
        {register.kind === "credit-records" ? <CreditOfTarget code={query["targetCode"]} /> : null}
      </div>
      <ListTable<Row>
        found={found}
        rowKey={(row) => String(row[register.key])}
        width={1_150}
        countFully={(moreThan) => (
          <FullCount
            key={JSON.stringify(unsorted)}
            register={register.kind}
            query={unsorted}
            moreThan={moreThan}
          />
        )}
        columns={register.columns.map((name, index) => ({
          title: nameOf(name),
          dataIndex: name,
          key: name === "creditCode" ? "code" : name,
          sorter: sortable.has(name),
          className: broken.has(name) ? "" : "nowrap",
          render: (value: unknown, row: Row) =>
            name === "name" || (index === 0 && !register.columns.includes("name")) ? (
              <OpensEntry open={() => see(refOf(row))}>
                <span>
                  <FieldValue kind={register.kind} name={name} value={value} />
                </span>
              </OpensEntry>
            ) : (
              <FieldValue kind={register.kind} name={name} value={value} />
            ),
        }))}
      />
      <Drawer
        open={seen !== undefined}
        title={
          shown?.["name"] === undefined
            ? console.register[register.kind]
            : valueText(register.kind, "name", shown["name"], texts)
        }
        size={720}
        onClose={() => see(undefined)}
        destroyOnHidden
      >
        {seen === undefined ? null : (
          <Loaded of={{ ...opened, data: shown }}>
            {(entry) => <Entry register={register} entry={entry} />}
          </Loaded>
        )}
      </Drawer>
    </>
  );
}

const onlySet = (values: Narrowing): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string][] =>
      value === undefined || value === "" ? [] : [[name, value]],
    ),
  );

/** What is long enough to stand on several lines. */
const broken: ReadonlySet<string> = new Set([
  "name",
  "address",
  "unit",
  "types",
  "specialties",
  "legalBasis",
  "subject",
  "targetCode",
  "description",
  "source",
]);
const sortable: ReadonlySet<string> = new Set(["name", "code", "creditCode", "updatedAt"]);
