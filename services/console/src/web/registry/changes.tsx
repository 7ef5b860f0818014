import { instant, titleOfChange, versionedKind, type registerChange } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Drawer, Tag } from "antd";
import { z } from "zod";
import { useToday } from "../calls/clock.ts";
import { asked } from "../calls/services.ts";
import { useActors } from "../parts/actors.ts";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { useNarrowed } from "../parts/in-view.ts";
import { Card, Page } from "../parts/page.tsx";
import { ListTable, OpensEntry } from "../parts/list-table.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useOpened } from "./address.ts";
import { Difference } from "./difference.tsx";
import { AsOf, useFieldNames } from "./entry-fields.tsx";
import { useReason } from "./reason.ts";
import { dayAfter, startOfDay, weekOf } from "./week.ts";

type Change = z.infer<typeof registerChange>;
/** By what a change is known in an address: of which register, of what, which version, and when. */
const changeNamed = z.tuple([versionedKind, z.string(), z.coerce.number().int().min(1), instant]);
const nameOfChange = ({ register, ref, version, at }: Change) => `${register} ${ref} ${version} ${at}`;
/** So many of the fields that changed stand in the list. */
const most = 6;

/** What changed in the registers since the week began, the last first: where, by whom and why, with what differs (article 15). */
export function Changes() {
  const { words, console } = useTexts();
  const search = useSearch({ from: "/changes" });
  const today = useToday();
  const {
    from = today === undefined ? undefined : weekOf(today),
    to,
    entry: _entry,
    ...narrowed
  } = useNarrowed(search);
  const navigate = useNavigate({ from: "/changes" });
  const nameOf = useAuthorityName();
  const nameOfField = useFieldNames();
  const reasonOf = useReason();
  const nameOfRegister = {
    ...console.register,
    "legal-bases": console.bases.title,
    tips: console.menu.tips,
  };
  const authorities = useVisibleAuthorities();
  const [seen, see] = useOpened();
  const query = {
    ...narrowed,
    ...(from === undefined ? {} : { since: startOfDay(from) }),
    ...(to === undefined ? {} : { until: startOfDay(dayAfter(to)) }),
  };
  const found = useQuery({
    ...asked("registry", "getChanges", { query: query as never }),
    enabled: from !== undefined,
    placeholderData: (before) => before,
  });
  const { actorText } = useActors(found.data?.items ?? []);
  const titleOf = (change: Change) => titleOfChange(change, words.creditKind);
  const opened = changeNamed.safeParse(seen?.split(" ")).data;
  const listed = found.data?.items.find((one) => nameOfChange(one) === seen);
  return (
    <Page title={console.menu.changes}>
      <Card>
        <Filters
          filters={[
            { name: "from", label: console.versions.since, isDay: true },
            { name: "to", label: console.versions.until, isDay: true },
            {
              name: "register",
              label: console.imports.register,
              options: versionedKind.options.map((value) => ({ value, label: nameOfRegister[value] })),
            },
            { name: "authority", label: words.label.authority, options: authorities },
            { name: "actor", label: words.label.actor },
          ]}
          chosen={{ ...search, from }}
          choose={({ as: _inView, ...chosen }) =>
            void navigate({ search: { ...chosen, after: undefined, entry: undefined } })
          }
        >
          <ExportButtons list="changes" query={query} />
        </Filters>
        <ListTable<Change>
          found={found}
          rowKey={nameOfChange}
          width={1_000}
          empty={console.versions.none}
          columns={[
            { title: words.label.time, dataIndex: "at", width: 150, render: timeText },
            {
              title: console.imports.register,
              dataIndex: "register",
              width: 110,
              render: (kind: Change["register"]) => nameOfRegister[kind],
            },
            {
              title: console.imports.entry,
              render: (_: unknown, change) => (
                <OpensEntry open={() => see(nameOfChange(change))}>{titleOf(change)}</OpensEntry>
              ),
            },
            {
              title: console.registry.changed,
              render: (_: unknown, { version, fields }) => {
                if (version === 1) return <Tag color="processing">{console.versions.first}</Tag>;
                const names = [...new Set(fields.map(nameOfField))];
                return names.slice(0, most).join(words.comma) + (names.length > most ? "……" : "");
              },
            },
            {
              title: words.label.actor,
              width: 160,
              render: (_: unknown, { actor, authority }) =>
                [
                  authority === null ? null : nameOf(authority),
                  actor === null ? null : actorText(actor, "registry.write"),
                ]
                  .filter((one) => one !== null)
                  .join(" · "),
            },
            { title: console.field.reason, dataIndex: "reason", render: reasonOf },
          ]}
        />
      </Card>
      <Drawer
        open={opened !== undefined}
        title={
          opened === undefined
            ? ""
            : `${nameOfRegister[opened[0]]} ${listed === undefined ? "" : titleOf(listed)}`
        }
        size={720}
        onClose={() => see(undefined)}
        destroyOnHidden
      >
        {opened === undefined ? null : <OneChange named={opened} />}
      </Drawer>
    </Page>
  );
}

function OneChange({ named: [kind, reference, version, at] }: { named: z.infer<typeof changeNamed> }) {
  return version === 1 ? (
    <AsOf kind={kind} reference={reference} at={at} />
  ) : (
    <Difference kind={kind} reference={reference} version={version} />
  );
}
