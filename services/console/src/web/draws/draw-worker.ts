import { textOf, verifyDraw, watchDraw, type FileName, type Moment } from "@shuangsui/lottery";

/** What the worker is told: a draw's public files, and whether its moments are wanted besides the verification. */
export type Told = { folder: Record<FileName, Uint8Array>; watched: boolean };
/** What it tells. */
export type Heard =
  | { kind: "moment"; moment: Moment }
  | { kind: "failed"; check: string }
  | { kind: "verified"; passed: number; outside: number };

const tell = (heard: Heard) => postMessage(heard);

addEventListener("message", ({ data }: MessageEvent<Told>) => {
  work(data).catch((error: unknown) =>
    tell({ kind: "failed", check: error instanceof Error ? error.message : "unknown" }),
  );
});

async function work({ folder, watched }: Told): Promise<void> {
  if (watched) {
    const names = [
      "commitment.json",
      "targets.csv",
      "roster.ndjson",
      "exclusions.csv",
      "reveal.json",
    ] as const;
    const texts = names.map((name) => [name, textOf(name, folder[name])] as const);
    const files = Object.fromEntries(texts) as Record<(typeof names)[number], string>;
    for await (const moment of watchDraw(files, { steps: 150, shown: 4 })) tell({ kind: "moment", moment });
  }
  let [passed, outside] = [0, 0];
  for await (const { ok, name, detail } of verifyDraw(folder)) {
    if (ok === false) return tell({ kind: "failed", check: `${name}: ${detail}` });
    if (ok === null) outside += 1;
    else passed += 1;
  }
  tell({ kind: "verified", passed, outside });
}
