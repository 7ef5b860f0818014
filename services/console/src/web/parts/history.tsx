import type { Action } from "@shuangsui/contracts";
import { Table } from "antd";
import { factTexts, type FactNames } from "../inspections/facts.ts";
import { useActors } from "./actors.ts";
import { useTexts } from "../words/words.tsx";
import { Card } from "./page.tsx";
import { useStacked } from "./stacked.tsx";
import { timeText } from "./time.ts";

type Event<Type extends string> = {
  state?: string;
  seq: number;
  at: string;
  type: Type;
  actor: string;
  facts: Parameters<typeof factTexts>[0];
};

type Known = ReadonlyMap<string, string>;
const nobody: Known = new Map();

/** What happened to a matter, the last first; `names` says what its kinds of events are called. */
export function History<Type extends string>({
  events,
  names,
  states,
  actions = {},
  known = nobody,
  member,
}: {
  events: readonly Event<Type>[];
  names: Readonly<Record<Type, string>>;
  /** What its states are called, where each event tells the one after it. */
  states?: Readonly<Record<string, string>>;
  /** What whoever brings such an event about must be allowed to do: by that the role is told of whom no name is known. */
  actions?: Partial<Record<Type, Action>>;
  /** Those who are known by their accounts' ids already. */
  known?: Known;
  /** What a member of the team is called by its number, where the matter has one. */
  member?: NonNullable<FactNames["member"]>;
}) {
  const texts = useTexts();
  const { words, console } = texts;
  const { nameOf, actorText } = useActors(events, known);
  const stacked = useStacked<Event<Type>>();
  const factNames = { account: nameOf, ...(member === undefined ? {} : { member }) };
  return (
    <Card title={console.inspection.history}>
      <Table<Event<Type>>
        rowKey="seq"
        size="small"
        pagination={{ pageSize: 100, hideOnSinglePage: true }}
        className="anywhere"
        dataSource={events.toReversed()}
        {...stacked([
          { title: words.label.number, dataIndex: "seq", width: 70, align: "end" },
          {
            title: console.inspection.at,
            dataIndex: "at",
            width: 150,
            render: (at: string) => <span className="number">{timeText(at)}</span>,
          },
          { title: console.inspection.what, dataIndex: "type", render: (type: Type) => names[type] },
          {
            title: console.inspection.who,
            dataIndex: "actor",
            render: (actor: string, { type }) => <span title={actor}>{actorText(actor, actions[type])}</span>,
          },
          {
            title: console.inspection.facts,
            render: (_: unknown, event) => factTexts(event.facts, texts, factNames).join(words.semicolon),
          },
          ...(states === undefined
            ? []
            : [
                {
                  title: words.label.stateAfter,
                  dataIndex: "state",
                  render: (state: string) => states[state],
                },
              ]),
        ])}
      />
    </Card>
  );
}
