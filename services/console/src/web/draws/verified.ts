import type { Moment } from "@shuangsui/lottery";
import { useEffect, useState } from "react";
import { useSession } from "../calls/session.tsx";
import type { Heard, Told } from "./draw-worker.ts";
import { readFolder } from "./public-draw.ts";

/** What this browser has found of a draw so far. */
export type Verified =
  | { kind: "reading" | "working" | "away" }
  | { kind: "failed"; check: string }
  | { kind: "verified"; passed: number; outside: number };

/** Has this browser work a revealed draw out again, in a worker, from its public files; with its moments where they are wanted. */
export function useVerified(drawId: string, { revealed, watched }: { revealed: boolean; watched: boolean }) {
  const { portalUrl } = useSession();
  const [verified, find] = useState<Verified>({ kind: "reading" });
  const [moments, add] = useState<readonly Moment[]>([]);
  useEffect(() => {
    if (!revealed) return undefined;
    const gone = new AbortController();
    let worker: Worker | undefined;
    find({ kind: "reading" });
    add([]);
    readFolder(portalUrl, drawId, gone.signal)
      .then((folder) => {
        if (gone.signal.aborted) return;
        find({ kind: "working" });
        worker = new Worker(new URL("./draw-worker.ts", import.meta.url), { type: "module" });
        worker.addEventListener("error", () => find({ kind: "away" }));
        worker.addEventListener("message", ({ data }: MessageEvent<Heard>) => {
          if (data.kind === "moment") add((before) => [...before, data.moment]);
          else find(data);
        });
        const parts = Object.values(folder).map(({ buffer }) => buffer);
        worker.postMessage({ folder, watched } satisfies Told, parts);
      })
      .catch(() => {
        if (!gone.signal.aborted) find({ kind: "away" });
      });
    return () => {
      gone.abort();
      worker?.terminate();
    };
  }, [drawId, portalUrl, revealed, watched]);
  return { verified, moments };
}
