import {
  filledIn,
  newFilter,
  scopeFilter,
  type filterChange,
  type FilteredRegister,
  type FilterQuery,
  type SavedFilter,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Popconfirm, Select, Space } from "antd";
import type { z } from "zod";
import { useDeed } from "../calls/deed.ts";
import { everyFilter } from "../calls/lists.ts";
import { call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { ChangeForm } from "../form/change-form.tsx";
import { FailedDeed } from "../parts/failed-deed.tsx";
import { FailedLine } from "../parts/failed-line.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { renamedFilter } from "./bodies.ts";

/** Filters of a list that people keep, for themselves or for all in their authority: picked, kept under a name, changed by who keeps them. */
export function SavedFilters({
  register,
  query,
  pick,
}: {
  register: FilteredRegister;
  /** By what the list is narrowed as it is seen. */
  query: FilterQuery;
  pick(query: FilterQuery): void;
}) {
  const { console } = useTexts();
  const may = useMay();
  const { actor } = useSession();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(everyFilter(register));
  const remove = useDeed({
    send: (id: string) => call.registry.deleteFiltersById({ params: { id } }),
    onSuccess: () => changed(queries, "registry"),
  });
  const filters = data ?? [];
  const picked = filters.find((one) => sameAs(one.query) === sameAs(query));
  const own = picked?.actor === actor ? picked : undefined;
  const nameOf = ({ name, shared }: SavedFilter) =>
    shared ? filledIn(console.filters.sharedName, { name }) : name;
  const ending = (done: () => void) => () => {
    done();
    void changed(queries, "registry");
  };
  const hint = (
    <Alert
      type="info"
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={scopeFilter(query) === undefined ? console.filters.noScope : console.filters.mayBeScope}
    />
  );
  const save: Step = {
    key: "save",
    title: console.filters.save,
    form: (done) => (
      <>
        {hint}
        <BodyForm
          schema={newFilter}
          draft={`filter/${register}/new`}
          fixed={{ register, query }}
          first={{ shared: false }}
          known={{ name: { label: console.filters.name }, shared: { label: console.filters.shared } }}
          send={(body) => call.registry.postFilters({ body: body as z.input<typeof newFilter> })}
          done={ending(done)}
        />
      </>
    ),
  };
  const change = (filter: SavedFilter): Step => ({
    key: "change",
    title: console.filters.change,
    form: (done) => (
      <>
        {hint}
        <ChangeForm<SavedFilter>
          schema={renamedFilter}
          draft={`filter/${filter.id}`}
          now={filter}
          versionOf={({ version }) => version}
          newest={() => call.registry.getFiltersById({ params: { id: filter.id } })}
          first={({ name, shared }) => ({ name, shared })}
          fixed={({ version }) => ({ version })}
          differences={({ from, now }) => (
            <>
              <del>{nameOf(from)}</del> → <ins>{nameOf(now)}</ins>
            </>
          )}
          known={{ name: { label: console.filters.name }, shared: { label: console.filters.shared } }}
          send={(body) =>
            call.registry.patchFiltersById({
              params: { id: filter.id },
              body: body as z.input<typeof filterChange>,
            })
          }
          done={ending(done)}
        />
      </>
    ),
  });
  return (
    <Space wrap>
      {error !== null && data === undefined ? <FailedLine retry={() => void refetch()} /> : null}
      <Select
        aria-label={console.filters.pick}
        placeholder={console.filters.pick}
        style={{ minWidth: 200 }}
        allowClear
        value={picked?.id ?? null}
        notFoundContent={console.filters.none}
        options={filters.map((one) => ({ value: one.id, label: nameOf(one) }))}
        onChange={(id: string | null | undefined) => pick(filters.find((one) => one.id === id)?.query ?? {})}
      />
      {may("filter.write") && picked === undefined && Object.keys(query).length > 0 ? (
        <Steps quiet steps={[save]} />
      ) : null}
      {own === undefined ? null : (
        <>
          <Steps quiet steps={[change(own)]} />
          <Popconfirm
            title={filledIn(console.filters.removeAsked, { name: own.name })}
            okText={console.common.confirm}
            cancelText={console.common.cancel}
            onConfirm={() => remove.run(own.id)}
          >
            <Button size="small" loading={remove.isPending}>
              {console.common.remove}
            </Button>
          </Popconfirm>
        </>
      )}
      <FailedDeed deed={remove} />
    </Space>
  );
}

/** The same for queries that say the same, in whatever order. */
const sameAs = (query: FilterQuery) =>
  JSON.stringify(Object.entries(query).toSorted(([a], [b]) => a.localeCompare(b)));
