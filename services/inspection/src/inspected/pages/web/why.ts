import { filledIn } from "@shuangsui/contracts";
import { FILE_NAMES, H, idOfOpening, type FileName, type Opening } from "@shuangsui/lottery";
import type { Heard, Told } from "./prove.ts";

type Says = Readonly<Record<string, string>>;

const place = document.querySelector<HTMLElement>("[data-why]");
if (place !== null) explain(place).catch(() => say(place, saysOf(place)["whyAway"] ?? ""));

function saysOf({ dataset }: HTMLElement): Says {
  return JSON.parse(dataset["says"] ?? "{}") as Says;
}

function say(place: HTMLElement, ...sentences: readonly string[]): void {
  place.querySelector("[data-said]")?.replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }),
  );
}

function fill(selector: string, text: string): void {
  const found = document.querySelector(selector);
  if (found !== null) found.textContent = text;
}

/** Shows what was committed to, and once all is public lets the reader's own browser work the draw out again (articles 23, 24). */
async function explain(place: HTMLElement): Promise<void> {
  const says = saysOf(place);
  const { portal = "", draw = "", opening = "null" } = place.dataset;
  const own = JSON.parse(opening) as Opening | null;
  const at = `${portal}/api/v1/draws/${encodeURIComponent(draw)}`;
  if (own !== null) fill("[data-own]", idOfOpening(own));
  const [shown, commitment] = await Promise.all([read(at), read(`${at}/commitment.json`)]);
  const { state, committedAt } = (await shown.json()) as { state: string; committedAt: string };
  fill("[data-commitment]", H(new Uint8Array(await commitment.arrayBuffer())));
  fill(
    "[data-committed-at]",
    new Date(committedAt).toLocaleString(document.documentElement.lang, { timeZone: "Asia/Shanghai" }),
  );
  if (state !== "revealed") return say(place, says[state === "void" ? "whyVoid" : "whyWaits"] ?? "");
  const begin = place.querySelector<HTMLButtonElement>("[data-begin]");
  if (begin === null) return;
  begin.hidden = false;
  begin.addEventListener("click", () => {
    begin.hidden = true;
    prove(place, says, { at, opening: own }).catch(() => say(place, says["whyAway"] ?? ""));
  });
}

async function read(url: string): Promise<Response> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer;
}

/** Has a worker work it out, so that the page goes on, and says what it finds. */
async function prove(
  place: HTMLElement,
  says: Says,
  { at, opening }: { at: string; opening: Opening | null },
): Promise<void> {
  const sentence = (word: string, values: Readonly<Record<string, string | number>> = {}) =>
    filledIn(says[word] ?? "", values);
  say(place, sentence("whyReading"));
  const bytesOf = async (name: FileName) =>
    [name, new Uint8Array(await (await read(`${at}/${name}`)).arrayBuffer())] as const;
  const folder = Object.fromEntries(await Promise.all(FILE_NAMES.map(bytesOf))) as Told["folder"];
  say(place, sentence("whyRunning"));
  const worker = new Worker(new URL("./prove.ts", import.meta.url), { type: "module" });
  worker.addEventListener("error", () => say(place, sentence("whyAway")));
  worker.addEventListener("message", ({ data }: MessageEvent<Heard>) => {
    switch (data.kind) {
      case "failed":
        place.dataset["proved"] = "no";
        return say(place, sentence("whyFailed", { check: data.check }));
      case "proved": {
        const { passed: checks, outside: count, standing } = data;
        const lines = [sentence("whyPassed", { checks })];
        if (standing !== null) {
          const { stratum, quota, place: at, alternates, count: all } = standing;
          const word =
            at <= quota ? "whyStanding" : at <= quota + alternates ? "whyAlternate" : "whyNotSelected";
          lines.unshift(sentence(word, { stratum, count: all, quota, alternates, place: at }));
          lines.push(sentence("whyTicket"), standing.ticket);
        }
        place.dataset["proved"] = "yes";
        return say(place, ...lines, sentence("whyOutside", { count }));
      }
    }
  });
  worker.postMessage(
    { folder, opening } satisfies Told,
    Object.values(folder).map(({ buffer }) => buffer),
  );
}
