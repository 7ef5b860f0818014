import { Table } from "antd";
import { factTexts } from "../inspections/facts.ts";
import { useTexts } from "../words/words.tsx";
import { Card, Scrolled } from "./page.tsx";
import { timeText } from "./time.ts";

type Event<Type extends string> = {
  state?: string;
  seq: number;
  at: string;
  type: Type;
  actor: string;
  facts: Parameters<typeof factTexts>[0];
};

/** Who is nobody's account: the clock, and services that tell one another of what they did. */
const bySystem: ReadonlySet<string> = new Set(["system", "registry", "inspection", "disclosure"]);

/** What happened to a matter, the last first; `names` says what its kinds of events are called. */
export function History<Type extends string>({
  events,
  names,
  states,
}: {
  events: readonly Event<Type>[];
  names: Readonly<Record<Type, string>>;
  /** What its states are called, where each event tells the one after it. */
  states?: Readonly<Record<string, string>>;
}) {
  const texts = useTexts();
  const { words, console } = texts;
  return (
    <Card title={console.inspection.history}>
      <Scrolled label={console.inspection.history}>
        <Table<Event<Type>>
          rowKey="seq"
          size="small"
          pagination={{ pageSize: 100, hideOnSinglePage: true }}
          style={{ minWidth: 720 }}
          dataSource={events.toReversed()}
          columns={[
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
              render: (actor: string) => (bySystem.has(actor) ? words.system : actor),
            },
            {
              title: console.inspection.facts,
              render: (_: unknown, event) => factTexts(event.facts, texts).join(words.semicolon),
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
          ]}
        />
      </Scrolled>
    </Card>
  );
}
