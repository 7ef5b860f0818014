import {
  filledIn,
  proposalAnswer,
  proposalStatus,
  type proposalView,
  type ProposalStatus,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert, Descriptions, Drawer, Tag } from "antd";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Failed } from "../parts/failed.tsx";
import { Filters } from "../parts/filters.tsx";
import { ListTable, OpensEntry } from "../parts/list-table.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useOpened } from "./address.ts";
import { isAsked } from "./consent.ts";
import { answerToProposal } from "./bodies.ts";
import { Compared } from "./compared.tsx";
import { useFieldNames } from "./entry-fields.tsx";
import { TargetName } from "./names.tsx";
import { useRegistryWords } from "./registry-words.ts";

type Proposal = z.infer<typeof proposalView>;

/** What is proposed to change of what several authorities share of an entity, which each of them consents to or refuses (article 5). */
export function Proposals() {
  const { words } = useTexts();
  const { proposals } = useRegistryWords();
  const nameOf = useAuthorityName();
  const nameOfField = useFieldNames();
  const { status, after } = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const [seen, see] = useOpened();
  const asks = proposalStatus.safeParse(status).data;
  const found = useQuery({
    ...asked("registry", "getProposals", { query: { status: asks, after } }),
    placeholderData: (before) => before,
  });
  const listed = found.data?.items.find(({ id }) => id === seen);
  // What an address leads to may be on another page of the list.
  const alone = useQuery({
    ...asked("registry", "getProposalsById", { params: { id: seen ?? "" } }),
    enabled: seen !== undefined && found.data !== undefined && listed === undefined,
  });
  return (
    <>
      <Filters
        filters={[
          {
            name: "status",
            label: words.label.state,
            options: proposalStatus.options.map((value) => ({ value, label: proposals.status[value] })),
          },
        ]}
        chosen={{ status }}
        choose={({ status: next }) => void navigate({ search: { tab: "proposals", status: next } })}
      >
        <ExportButtons list="proposals" query={{ status: asks }} />
      </Filters>
      <ListTable<Proposal>
        found={found}
        rowKey="id"
        width={900}
        empty={proposals.none}
        columns={[
          {
            title: proposals.entity,
            render: (_: unknown, { id, creditCode }) => (
              <OpensEntry open={() => see(id)}>
                <TargetName code={creditCode} kind="entity" />
              </OpensEntry>
            ),
          },
          {
            title: proposals.changes,
            dataIndex: "changes",
            render: (changes: Proposal["changes"]) => Object.keys(changes).map(nameOfField).join(words.comma),
          },
          { title: proposals.by, dataIndex: "authority", width: 110, render: nameOf },
          { title: proposals.at, dataIndex: "proposedAt", width: 150, render: timeText },
          {
            title: proposals.waitsFor,
            dataIndex: "waitsFor",
            render: (waitsFor: Proposal["waitsFor"]) =>
              waitsFor.map(nameOf).join(words.comma) || words.label.none,
          },
          {
            title: words.label.state,
            dataIndex: "status",
            width: 110,
            render: (one: ProposalStatus) => <State status={one} />,
          },
        ]}
      />
      <Drawer
        open={seen !== undefined}
        title={proposals.title}
        size={720}
        onClose={() => see(undefined)}
        destroyOnHidden
      >
        {seen === undefined ? null : listed === undefined ? (
          <Loaded of={alone}>{(proposal) => <OneProposal proposal={proposal} />}</Loaded>
        ) : (
          <OneProposal proposal={listed} />
        )}
      </Drawer>
    </>
  );
}

const colours = {
  open: "processing",
  applied: "success",
  refused: "error",
  withdrawn: "default",
  outdated: "default",
} as const satisfies Record<ProposalStatus, string>;

function State({ status }: { status: ProposalStatus }) {
  const { proposals } = useRegistryWords();
  return <Tag color={colours[status]}>{proposals.status[status]}</Tag>;
}

/** What is proposed of an entity and still open: each can be answered where the entity is looked at. */
export function OpenProposals({ creditCode }: { creditCode: string }) {
  const { console } = useTexts();
  const { proposals } = useRegistryWords();
  const { data, error, refetch } = useQuery(
    asked("registry", "getEntitiesByRefProposals", {
      params: { ref: creditCode },
      query: { status: "open" },
    }),
  );
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  return (data?.items ?? []).map((proposal) => (
    <Alert
      key={proposal.id}
      type="warning"
      showIcon
      title={proposals.title}
      style={{ marginBlock: 12 }}
      description={<OneProposal proposal={proposal} />}
    />
  ));
}

/** A proposal: what would change, why, and who has said what to it. */
function OneProposal({ proposal }: { proposal: Proposal }) {
  const { words, console } = useTexts();
  const { proposals } = useRegistryWords();
  const nameOf = useAuthorityName();
  const { creditCode, authority, before, changes, reason, status, proposedAt, answers, waitsFor } = proposal;
  const answerText = ({ authority: by, consent, reason: because, at }: Proposal["answers"][number]) => {
    const said = consent
      ? proposals.consented
      : by === authority
        ? proposals.withdrawnBy
        : proposals.refusedBy;
    const answer = filledIn(said, { authority: nameOf(by), at: timeText(at) });
    return because === null ? answer : filledIn(proposals.because, { answer, reason: because });
  };
  return (
    <>
      <Steps steps={useAnswers(proposal)} />
      <Descriptions
        column={1}
        size="small"
        style={{ marginBlock: 12 }}
        items={[
          {
            key: "entity",
            label: proposals.entity,
            children: <TargetName code={creditCode} kind="entity" />,
          },
          {
            key: "by",
            label: proposals.by,
            children: `${nameOf(authority)}${words.comma}${timeText(proposedAt)}`,
          },
          { key: "reason", label: console.field.reason, children: reason },
          {
            key: "state",
            label: words.label.state,
            children: (
              <div>
                <State status={status} />
                {proposal.appliedVersion === null
                  ? null
                  : filledIn(proposals.applied, { version: proposal.appliedVersion })}
                {status === "outdated" ? proposals.outdated : null}
              </div>
            ),
          },
          ...(waitsFor.length === 0
            ? []
            : [
                {
                  key: "waits",
                  label: proposals.waitsFor,
                  children: waitsFor.map(nameOf).join(words.comma),
                },
              ]),
        ]}
      />
      {answers.length === 0 ? null : (
        <ul>
          {answers.map((answer) => (
            <li key={answer.authority}>{answerText(answer)}</li>
          ))}
        </ul>
      )}
      <Compared
        kind="entities"
        one={before}
        other={changes}
        titles={[console.versions.was, proposals.proposed]}
      />
    </>
  );
}

/** What whoever is signed in may answer: who supervises the entity consents or refuses, the superior decides, the proposer withdraws. */
function useAnswers({ id, creditCode, authority, status, waitsFor, answers }: Proposal): Step[] {
  const { proposals } = useRegistryWords();
  const may = useMay();
  const queries = useQueryClient();
  const { authority: own } = useSession();
  const mayAnswer = isAsked({ authority, status, waitsFor, answers }, own) || own === authority;
  if (status !== "open" || !may("registry.write") || !mayAnswer) return [];
  const answer = (key: string, title: string, consent: boolean): Step => ({
    key,
    title,
    article: 5,
    form: (done) => (
      <BodyForm
        schema={answerToProposal}
        draft={`proposal/${id}/${key}`}
        send={(body) =>
          call.registry.postEntitiesByRefProposalsByIdAnswer({
            params: { ref: creditCode, id },
            body: proposalAnswer.parse({ ...(body as object), consent }),
          })
        }
        done={() => {
          done();
          void changed(queries, "registry");
        }}
      />
    ),
  });
  return own === authority
    ? [answer("withdraw", proposals.withdraw, false)]
    : [answer("consent", proposals.consent, true), answer("refuse", proposals.refuse, false)];
}
