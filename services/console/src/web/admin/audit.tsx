import {
  auditActionText,
  filledIn,
  isProblemCode,
  problemEntry,
  type FoundAuditEntry,
} from "@shuangsui/contracts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Descriptions, Segmented, Space } from "antd";
import type { ReactNode } from "react";
import { call } from "../calls/services.ts";
import { useActors } from "../parts/actors.ts";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { FileButton } from "../parts/file-button.tsx";
import { Filters } from "../parts/filters.tsx";
import { useNarrowed } from "../parts/in-view.ts";
import { ListTable } from "../parts/list-table.tsx";
import { Card, Page } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { dayAfter, startOfDay } from "../registry/week.ts";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";
import { Facts } from "./audit-facts.tsx";

const services = ["inspection", "registry", "disclosure", "identity", "console"] as const;
type Audited = (typeof services)[number];

/** Who did what, for whom and from where, in each service, the last first (articles 32, 33). */
export function Audit() {
  const { words, console } = useTexts();
  const { audit: says } = useAdminWords();
  const nameOf = useAuthorityName();
  const search = useSearch({ from: "/audit" });
  const { service: named, from, to, after, ...narrowed } = useNarrowed(search);
  const navigate = useNavigate({ from: "/audit" });
  const authorities = useVisibleAuthorities();
  const service: Audited = services.find((one) => one === named) ?? "inspection";
  const query = {
    ...narrowed,
    order: "newest",
    ...(from === undefined ? {} : { from: startOfDay(from) }),
    ...(to === undefined ? {} : { to: startOfDay(dayAfter(to)) }),
  } as const;
  const found = useQuery({
    queryKey: [service, "audit", query, after] as const,
    queryFn: async () => {
      const { items, next } = await call[service].getAudit({ query: { ...query, after: after ?? "0" } });
      return { items, next: next === null ? null : String(next) };
    },
    placeholderData: keepPreviousData,
  });
  const entries = found.data?.items ?? [];
  const actorText = useActorText(entries);
  const subjectName = useSubjectNames(service, entries);
  const narrow = (by: { actor?: string; subject?: string }) =>
    void navigate({ search: { ...search, ...by, after: undefined } });
  const actors = new Map(entries.map(({ actor }) => [actor, actorText(actor)]));
  if (search.actor !== undefined) actors.set(search.actor, actorText(search.actor));
  return (
    <Page title={console.menu.audit}>
      <Card>
        <Segmented
          aria-label={says.whose}
          value={service}
          onChange={(next) => void navigate({ search: { ...search, service: next, after: undefined } })}
          options={services.map((value) => ({ value, label: says.services[value] }))}
          style={{ marginBlockEnd: 12, maxWidth: "100%", overflowX: "auto" }}
        />
        <Filters
          filters={[
            { name: "from", label: says.from, isDay: true },
            { name: "to", label: says.to, isDay: true },
            {
              name: "kind",
              label: says.kind,
              options: Object.entries(words.auditKind).map(([value, label]) => ({ value, label })),
            },
            {
              name: "actor",
              label: words.label.actor,
              options: [...actors].map(([value, label]) => ({ value, label })),
            },
            { name: "subject", label: says.subjectId },
            ...(authorities.length > 1
              ? [{ name: "authority", label: words.label.authority, options: authorities }]
              : []),
          ]}
          chosen={{
            from: search.from,
            to: search.to,
            kind: search.kind,
            actor: search.actor,
            subject: search.subject,
            authority: search.authority,
          }}
          choose={(chosen) => {
            void navigate({ search: { ...chosen, service: search.service } });
            // The same again: what was done meanwhile may be there.
            void found.refetch();
          }}
        >
          <Files service={service} query={query} />
        </Filters>
        <p>{says.note}</p>
        <ListTable<FoundAuditEntry>
          found={found}
          rowKey="id"
          width={1120}
          detail={(entry) => <Detail entry={entry} />}
          columns={[
            { title: words.label.time, dataIndex: "at", width: 150, className: "day", render: timeText },
            {
              title: words.label.event,
              dataIndex: "action",
              render: (action: string) => <span title={action}>{auditActionText(words, action)}</span>,
            },
            {
              title: words.label.actor,
              render: (_: unknown, { actor, authority, callerAuthority }) => (
                <Narrows title={`${says.onlyActor} ${actor}`} narrow={() => narrow({ actor })}>
                  {callerAuthority === null || callerAuthority === authority
                    ? actorText(actor)
                    : filledIn(says.actorFor, {
                        actor: actorText(actor),
                        authority: nameOf(callerAuthority),
                      })}
                </Narrows>
              ),
            },
            { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
            {
              title: says.subject,
              render: (_: unknown, entry) => (
                <Subject
                  entry={entry}
                  name={subjectName(entry.subject)}
                  actorText={actorText}
                  narrow={(subject) => narrow({ subject })}
                />
              ),
            },
            {
              title: says.result,
              dataIndex: "code",
              width: 120,
              render: (code: string | null) => <Result code={code} />,
            },
            { title: console.audit.remote, dataIndex: "remote", className: "day" },
          ]}
        />
      </Card>
    </Page>
  );
}

/** What is pressed to see only what is of it. */
function Narrows({ title, narrow, children }: { title: string; narrow(): void; children: ReactNode }) {
  return (
    <Button
      type="link"
      size="small"
      title={title}
      style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "start" }}
      onClick={narrow}
    >
      {children}
    </Button>
  );
}

/** Of which kinds of things an entry's subject is an account. */
const ofAccounts: ReadonlySet<string> = new Set(["account", "session", "operator"]);

/** Who acted: a person by name where whoever reads may know it, and what is nobody's by what it is. */
function useActorText(entries: readonly FoundAuditEntry[]): (actor: string) => string {
  const { audit: says } = useAdminWords();
  const persons = entries.flatMap(({ actor, action, subject }) => [
    { actor },
    ...(subject !== null && ofAccounts.has(kindOf(action)) ? [{ actor: subject }] : []),
  ]);
  const { actorText } = useActors(persons, nobody);
  const own: Readonly<Record<string, string | undefined>> = says.actors;
  return (actor) => {
    const program = /^service:(.+)$/.exec(actor)?.[1];
    if (program !== undefined) return own[program] ?? filledIn(says.program, { name: program });
    return own[actor] ?? actorText(actor);
  };
}

const nobody: ReadonlyMap<string, string> = new Map();
const kindOf = (action: string) => action.split("/")[0] ?? "";
const idForm = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** What a page's entries are about, by the names that their service has of them, asked for by one call. */
function useSubjectNames(
  service: Audited,
  entries: readonly FoundAuditEntry[],
): (subject: string | null) => string | undefined {
  const subjects = [...new Set(entries.flatMap(({ subject }) => subject ?? []))]
    .filter((one) => !one.includes(","))
    .join(",");
  const { data } = useQuery({
    queryKey: [service, "audit-names", subjects],
    queryFn: () => call[service].getAuditNames({ query: { subjects } }),
    enabled: subjects !== "",
  });
  const names = new Map(data?.items.map(({ subject, name }) => [subject, name]));
  return (subject) => names.get(subject ?? "");
}

/** What it was done to: by what it is called, with the way to its page; else by its id. */
function Subject({
  entry: { action, subject },
  name,
  actorText,
  narrow,
}: {
  entry: FoundAuditEntry;
  /** What it is called, where its service knows and the reader sees it. */
  name: string | undefined;
  actorText(actor: string): string;
  narrow(subject: string): void;
}) {
  const { audit: says } = useAdminWords();
  if (subject === null) return null;
  const kind = kindOf(action);
  const settings: Readonly<Record<string, string | undefined>> = says.settings;
  const isPerson = ofAccounts.has(kind) && idForm.test(subject);
  const text =
    name ??
    (kind === "setting" ? settings[subject] : undefined) ??
    (isPerson ? actorText(subject) : undefined) ??
    (idForm.test(subject) ? `${subject.slice(0, 8)}…` : subject);
  return (
    <Space wrap size={8}>
      <Narrows title={`${says.onlySubject} ${subject}`} narrow={() => narrow(subject)}>
        {text}
      </Narrows>
      <ToPage kind={kind} subject={subject} />
    </Space>
  );
}

/** The way to the page of what it was done to, where there is one. */
function ToPage({ kind, subject }: { kind: string; subject: string }) {
  const { console } = useTexts();
  const says = console.common.detail;
  switch (kind) {
    case "inspection":
      return (
        <Link to="/inspections/$id" params={{ id: subject }}>
          {says}
        </Link>
      );
    case "campaign":
      return (
        <Link to="/campaigns/$id" params={{ id: subject }}>
          {says}
        </Link>
      );
    case "plan":
      return (
        <Link to="/plans/$id" params={{ id: subject }}>
          {says}
        </Link>
      );
    case "supervision":
      return (
        <Link to="/supervision/$id" params={{ id: subject }}>
          {says}
        </Link>
      );
    case "entities":
    case "projects":
    case "inspectors":
    case "items":
      return (
        <Link to="/registry/$kind/$id" params={{ kind, id: subject }}>
          {says}
        </Link>
      );
    default:
      return null;
  }
}

/** What came of it: that it was done, or why it was refused. */
function Result({ code }: { code: string | null }) {
  const { language } = useTexts();
  const { audit: says } = useAdminWords();
  if (code === null) return <>{says.done}</>;
  // It may be none of the catalogue: of what was shown again, a code or a token.
  const text = isProblemCode(code) ? problemEntry(code)[language] : code;
  return <span title={code}>{text}</span>;
}

/** The whole of an entry, as the chain has it. */
function Detail({ entry }: { entry: FoundAuditEntry }) {
  const { audit: says } = useAdminWords();
  const { words } = useTexts();
  const { seq, id, action, actor, subject, before, after, requestId, code } = entry;
  const lines = [
    [words.label.number, seq],
    [says.code, code === null ? action : `${action} ${code}`],
    [words.label.actor, actor],
    [says.subjectId, subject ?? words.label.none],
    [says.before, <Facts key="before" kind={kindOf(action)} facts={before} />],
    [says.after, <Facts key="after" kind={kindOf(action)} facts={after} />],
    [says.request, requestId ?? words.label.none],
    [says.entry, id],
  ] as const;
  return (
    <Descriptions
      size="small"
      column={1}
      items={lines.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

/** Takes all that was found away as a file. */
function Files({
  service,
  query,
}: {
  service: Audited;
  query: Readonly<Record<string, string | undefined>>;
}) {
  const { console } = useTexts();
  const file = (format: "xlsx" | "csv") => {
    const asked = new URLSearchParams({ format });
    for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
    return { service, path: `/api/v1/audit?${asked.toString()}`, name: `audit.${format}` };
  };
  return (
    <Space wrap>
      <FileButton {...file("xlsx")}>{console.registry.exportXlsx}</FileButton>
      <FileButton {...file("csv")}>CSV</FileButton>
    </Space>
  );
}
