import { filledIn, inspectionCommands, type InspectionSummary } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Space } from "antd";
import { useRef, useState } from "react";
import { refusalOf } from "../calls/refused.ts";
import { changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useTexts } from "../words/words.tsx";
import { sendCommand } from "./command-form.tsx";
import { offeredIn } from "./offered.ts";

/** What may be done to several at once: what is said of it fits all of them. */
const batched = ["confirm", "publish", "cancel"] as const;
type Batched = (typeof batched)[number];

/** What may be done to all that are chosen, and how many they are. */
export function BatchBar({ selected, clear }: { selected: readonly InspectionSummary[]; clear(): void }) {
  const { words, console } = useTexts();
  const may = useMay();
  const [doing, begin] = useState<Batched | null>(null);
  if (selected.length === 0) return null;
  const offered = batched.filter((command) =>
    selected.every(({ state, authority }) =>
      offeredIn(state, (action) => may(action, authority)).includes(command),
    ),
  );
  return (
    <>
      <span role="status">{filledIn(console.common.chosen, { count: selected.length })}</span>
      {offered.map((command) => (
        <Button key={command} onClick={() => begin(command)}>
          {words.inspectionCommand[command]}
        </Button>
      ))}
      {offered.length === 0 ? <span>{console.inspection.noBatch}</span> : null}
      <Button type="link" onClick={clear}>
        {console.common.reset}
      </Button>
      <Drawer
        open={doing !== null}
        size={560}
        title={
          doing === null
            ? ""
            : `${words.inspectionCommand[doing]} · ${filledIn(console.common.chosen, { count: selected.length })}`
        }
        onClose={() => begin(null)}
        destroyOnHidden
      >
        {doing === null ? null : (
          <BatchForm
            command={doing}
            selected={selected}
            done={() => {
              begin(null);
              clear();
            }}
          />
        )}
      </Drawer>
    </>
  );
}

/** One form for all: each is sent under a key of its own, and what was refused of one stops no other. */
function BatchForm({
  command,
  selected,
  done,
}: {
  command: Batched;
  selected: readonly InspectionSummary[];
  done(): void;
}) {
  const texts = useTexts();
  const { console, language } = texts;
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const [refused, refuse] = useState<ReadonlyMap<string, string>>(new Map());
  const taken = useRef(new Set<string>());
  const send = async (body: unknown, key: string) => {
    const refusals = new Map<string, string>();
    let first: unknown;
    for (const { id } of selected) {
      if (taken.current.has(id)) continue;
      const place = `${key}/${id}`;
      const own = keys.current.get(place) ?? crypto.randomUUID();
      keys.current.set(place, own);
      try {
        await sendCommand(id, command, body, own);
        taken.current.add(id);
      } catch (error) {
        first ??= error;
        refusals.set(id, refusalOf(error, texts, language).title);
      }
    }
    refuse(refusals);
    await changed(queries, "inspection");
    if (refusals.size > 0) throw first;
  };
  return (
    <>
      <BodyForm
        schema={inspectionCommands[command]}
        known={{ personalDataReview: { hidden: true } }}
        draft={`batch/${command}`}
        send={send}
        done={done}
      />
      {refused.size === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBlockStart: 12 }}
          title={filledIn(console.inspection.batchRefused, {
            done: taken.current.size,
            refused: refused.size,
          })}
          description={
            <ul>
              {selected
                .filter(({ id }) => refused.has(id))
                .map(({ id, targetName }) => (
                  <li key={id}>
                    <Space>
                      {targetName}
                      <span>{refused.get(id)}</span>
                    </Space>
                  </li>
                ))}
            </ul>
          }
        />
      )}
    </>
  );
}
