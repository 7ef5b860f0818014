import { Alert } from "antd";
import { useState, type ComponentProps, type ReactNode } from "react";
import { isOvertaken } from "../calls/refused.ts";
import { useTexts } from "../words/words.tsx";
import { BodyForm } from "./body-form.tsx";
import { useDraft } from "./draft.ts";
import type { Values } from "./values.ts";

/** What a change rests on: how it stood when its form was filled in, and how it stands as far as whoever types has seen. */
export type Seen<Standing> = { from: Standing; now: Standing };

/**
 * A form that changes what others may change too. Where somebody else was first it is said what they changed since the form was filled in;
 * what is typed stays, also over closing and opening the form, and goes over theirs only once whoever types has seen that.
 */
export function ChangeForm<Standing extends object>({
  now,
  versionOf,
  newest,
  first,
  fixed,
  differences,
  send,
  draft,
  ...form
}: Omit<ComponentProps<typeof BodyForm>, "first" | "fixed" | "send" | "typed" | "dropped"> & {
  /** How it stands, as the page has it. */
  now: Standing;
  /** Of two that stand the same it is the same. */
  versionOf(standing: Standing): unknown;
  /** Asks how it stands by now, once it was said that somebody else was first. */
  newest(): Promise<Standing>;
  /** What stands in the fields at first. */
  first?: (from: Standing) => Values;
  /** What is sent besides, which nobody types. */
  fixed?: (now: Standing) => Values;
  /** Says what others changed. */
  differences(seen: Seen<Standing>): ReactNode;
  send(body: Values, seen: Seen<Standing>, idempotencyKey: string): Promise<unknown>;
}) {
  const { console } = useTexts();
  // It lies there for as long as a draft does.
  const { kept, keep, drop } = useDraft<Standing>(`${draft}/from`);
  const [seen, see] = useState<Seen<Standing>>({ from: kept ?? now, now });
  return (
    <>
      {versionOf(seen.from) === versionOf(seen.now) ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBlockEnd: 12 }}
          title={console.form.changedMeanwhile}
          description={differences(seen)}
        />
      )}
      <BodyForm
        {...form}
        draft={draft}
        {...(first === undefined ? {} : { first: first(seen.from) })}
        {...(fixed === undefined ? {} : { fixed: fixed(seen.now) })}
        typed={() => keep(seen.from)}
        dropped={() => {
          drop();
          see({ from: seen.now, now: seen.now });
        }}
        send={async (body, idempotencyKey) => {
          try {
            return await send(body as Values, seen, idempotencyKey);
          } catch (error) {
            if (isOvertaken(error)) see({ from: seen.from, now: await newest() });
            throw error;
          }
        }}
      />
    </>
  );
}
