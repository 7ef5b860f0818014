import { standingOf, verifyDraw, type FileName, type Opening, type Standing } from "@shuangsui/lottery";

/** What the worker is told: a draw's public files, and what opens the reader's own line. The page reads them: a worker's policy lets it read nothing. */
export type Told = { folder: Record<FileName, Uint8Array>; opening: Opening | null };
/** What it tells. */
export type Heard =
  | { kind: "failed"; check: string }
  | { kind: "proved"; passed: number; outside: number; standing: Standing | null };

const tell = (heard: Heard) => postMessage(heard);

addEventListener("message", ({ data }: MessageEvent<Told>) => {
  prove(data).catch((error: unknown) =>
    tell({ kind: "failed", check: error instanceof Error ? error.message : "unknown" }),
  );
});

async function prove({ folder, opening }: Told): Promise<void> {
  let [passed, outside] = [0, 0];
  for await (const { ok, name, detail } of verifyDraw(folder)) {
    if (ok === false) return tell({ kind: "failed", check: `${name}: ${detail}` });
    if (ok === null) outside += 1;
    else passed += 1;
  }
  const text = (name: FileName) => new TextDecoder().decode(folder[name]);
  const files = {
    "commitment.json": text("commitment.json"),
    "targets.csv": text("targets.csv"),
    "reveal.json": text("reveal.json"),
  };
  tell({ kind: "proved", passed, outside, standing: opening === null ? null : standingOf(files, opening) });
}
