import { id, ownWitness, problemBody, type OwnWitness } from "@shuangsui/contracts";
import { witnessHash } from "@shuangsui/lottery";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { CannotRun, print, Usage } from "../terminal.ts";
import { keptFor, secretFor, usualFolder } from "./kept.ts";

/** How long the service may take to answer, in milliseconds. */
const patienceMs = 15_000;

/** Lets a witness who is signed in bind itself to a secret of its own, and reveal it (article 23). @returns 0 */
export async function witness([what, ...args]: readonly string[]): Promise<number> {
  if (what !== "commit" && what !== "reveal")
    throw new Usage("witness what? there are: witness commit, witness reveal");
  const { campaign, url, folder } = readArguments(args);
  const call = callerAt(url);
  const own = ownWitness.parse(await call("GET", `/api/v1/campaigns/${campaign}/witness`));
  return what === "commit"
    ? commit(own, folder, (hash) => call("POST", `/api/v1/campaigns/${campaign}/witnesses`, { hash }))
    : reveal(own, folder, (contribution) =>
        call("POST", `/api/v1/campaigns/${campaign}/contributions`, { contribution }),
      );
}

async function commit(
  { drawId, name, unit, next }: OwnWitness,
  folder: string,
  bind: (hash: string) => Promise<unknown>,
): Promise<number> {
  if (next !== "commit") throw new CannotRun(`draw ${drawId}: its witnesses are bound already`);
  const hash = witnessHash(drawId, name, await secretFor(folder, drawId));
  await bind(hash);
  print(`draw ${drawId}: ${name}, ${unit}, is bound by ${hash}`);
  print(`  the secret is kept in ${folder}: without it nothing can be revealed, and the draw is void`);
  return 0;
}

async function reveal(
  { drawId, name, next, hash }: OwnWitness,
  folder: string,
  give: (contribution: string) => Promise<unknown>,
): Promise<number> {
  const contribution = await keptFor(folder, drawId);
  if (contribution === undefined) throw new CannotRun(`${folder}: has no secret of draw ${drawId}`);
  // Before it leaves the machine: a secret that does not fit would be given away for nothing.
  if (hash !== null && witnessHash(drawId, name, contribution) !== hash)
    throw new CannotRun(`${folder}: the secret of draw ${drawId} is not the one that ${name} is bound to`);
  if (next === "wait") throw new CannotRun(`draw ${drawId}: its commitment is not public yet; wait`);
  if (next !== "reveal") throw new CannotRun(`draw ${drawId}: there is nothing to reveal`);
  await give(contribution);
  print(`draw ${drawId}: revealed`);
  return 0;
}

/** Calls the service as whom SHUANGSUI_TOKEN says. @throws CannotRun in one line, with the code of a refusal */
function callerAt(url: string) {
  const token = process.env["SHUANGSUI_TOKEN"];
  if (token === undefined || token === "") throw new CannotRun("SHUANGSUI_TOKEN is not set");
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "idempotency-key": randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    }).catch(() => {
      throw new CannotRun(`${url}: does not answer`);
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.status < 300) return answer;
    const refused = problemBody.safeParse(answer);
    throw new CannotRun(
      refused.success
        ? `${url}: refused: ${refused.data.code} ${refused.data.detail ?? ""}`.trim()
        : `${url}: answered ${response.status}`,
    );
  };
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { url: { type: "string" }, keep: { type: "string", default: usualFolder } },
      allowPositionals: true,
    });
    const campaign = id.safeParse(positionals[0]);
    if (!campaign.success || positionals.length !== 1) throw new Usage("which campaign? name its id");
    if (values.url === undefined || !URL.canParse(values.url))
      throw new Usage("--url URL is where the inspection service is");
    return { campaign: campaign.data, url: values.url, folder: values.keep };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}
