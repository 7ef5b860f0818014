import type { StuckCause } from "@shuangsui/contracts";
import { Alert, theme } from "antd";
import { filledIn } from "@shuangsui/contracts";
import type { ReactNode } from "react";
import { stuckText, type StuckMatter } from "../inspections/facts.ts";
import { useTexts } from "../words/words.tsx";

type Of = { kind: StuckMatter; causes: readonly StuckCause[] };

/** That a matter is stuck: each cause since when, and that it is tried again by itself. Nothing where none is. */
export function StuckWarning({ kind, causes, action }: Of & { action?: ReactNode }) {
  const texts = useTexts();
  const { words, language } = texts;
  if (causes.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={words.left.stuck}
      action={action}
      description={
        <>
          <ul>
            {causes.map((cause) => (
              <li key={`${cause.kind}-${cause.name}`}>{stuckText(kind, cause, texts, language)}</li>
            ))}
          </ul>
          {words.console.stuckNote}
        </>
      }
    />
  );
}

/** In the line of a list: the oldest cause, and how many more there are. */
export function StuckLine({ kind, causes }: Of) {
  const texts = useTexts();
  const { token } = theme.useToken();
  const { words, language } = texts;
  const [first, ...others] = causes;
  if (first === undefined) return null;
  return (
    <div style={{ color: token.colorError }}>
      {words.left.stuck} {stuckText(kind, first, texts, language)}
      {others.length === 0 ? "" : filledIn(words.console.stuckMore, { count: others.length })}
    </div>
  );
}
