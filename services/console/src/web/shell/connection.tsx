import { ServiceUnavailable } from "@shuangsui/client";
import { filledIn } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useSessionOf } from "../calls/ended.ts";
import { useLive } from "../calls/live.ts";
import { useMay } from "../calls/session.tsx";
import { useTexts } from "../words/words.tsx";

/** A connection that is made again at once is nothing to speak of. */
const spokenOfAfterMs = 1_500;
const shownMs = 60_000;

/** Whether something that the page shows is asked for again and again in vain. One that is answered the second time is nothing to speak of. */
function useIsAskingAgain(): boolean {
  const queries = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (listener) => queries.subscribe(listener),
    () =>
      queries
        .getAll()
        .some(
          ({ state }) =>
            state.fetchFailureCount > 1 &&
            state.fetchStatus !== "idle" &&
            state.fetchFailureReason instanceof ServiceUnavailable,
        ),
  );
}

/** Says that the server is gone, what was kept and what to do; and once it is back that what is shown is up to date. */
export function Connection() {
  const { console } = useTexts();
  const may = useMay();
  const live = useLive();
  const isEnded = useSessionOf() !== "same";
  const isAskingAgain = useIsAskingAgain();
  const [shown, show] = useState<"lost" | "back">();
  const [since, note] = useState("");
  useEffect(() => {
    if (live !== "lost") {
      show((before) => (before === "lost" ? "back" : before));
      return undefined;
    }
    const at = new Date().toTimeString().slice(0, 5);
    const late = setTimeout(() => {
      note(at);
      show("lost");
    }, spokenOfAfterMs);
    return () => clearTimeout(late);
  }, [live]);
  useEffect(() => {
    if (shown !== "back") return undefined;
    const gone = setTimeout(() => show(undefined), shownMs);
    return () => clearTimeout(gone);
  }, [shown]);
  if (isEnded) return null;
  const follows = may("events.read");
  if (isAskingAgain && (live !== "lost" || !follows))
    return (
      <Alert
        type="warning"
        showIcon
        className="no-print"
        style={{ marginBlockEnd: 12 }}
        title={console.failed.away}
      />
    );
  if (shown === undefined || !follows) return null;
  return shown === "lost" ? (
    <Alert
      type="warning"
      showIcon
      className="no-print"
      style={{ marginBlockEnd: 12 }}
      title={filledIn(console.shell.gone, { at: since })}
      description={console.shell.goneAdvice}
    />
  ) : (
    <Alert
      type="success"
      showIcon
      className="no-print"
      style={{ marginBlockEnd: 12 }}
      closable={{ "aria-label": console.shell.close, onClose: () => show(undefined) }}
      title={console.shell.back}
    />
  );
}
