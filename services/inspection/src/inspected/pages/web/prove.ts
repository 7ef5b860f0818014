import {
  FILE_NAMES,
  standingOf,
  verifyDraw,
  type FileName,
  type Opening,
  type Standing,
} from "@shuangsui/lottery";

/** What the worker is told: where the draw's public files are, and what opens the reader's own line. */
export type Told = { at: string; opening: Opening | null };
/** What it tells. */
export type Heard =
  | { kind: "reading" | "running" | "away" }
  | { kind: "failed"; check: string }
  | { kind: "proved"; passed: number; outside: number; standing: Standing | null };

const tell = (heard: Heard) => postMessage(heard);

addEventListener("message", ({ data }: MessageEvent<Told>) => {
  prove(data).catch(() => tell({ kind: "away" }));
});

async function prove({ at, opening }: Told): Promise<void> {
  tell({ kind: "reading" });
  const read = async (name: FileName): Promise<[FileName, Uint8Array]> => {
    const answer = await fetch(`${at}/${name}`);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return [name, new Uint8Array(await answer.arrayBuffer())];
  };
  const folder = Object.fromEntries(await Promise.all(FILE_NAMES.map(read))) as Record<FileName, Uint8Array>;
  tell({ kind: "running" });
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
