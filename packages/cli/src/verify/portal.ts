import { FILE_NAMES, LARGEST_FILE, type DrawFolder } from "@shuangsui/lottery";
import { CannotRun } from "../terminal.ts";
import { startStallTimer, type StallTimer } from "./stall-timer.ts";

const DRAWS = "/api/v1/draws";
/** How long a portal may send nothing: a large file takes as long as it takes. */
const SECONDS_OF_SILENCE = 60;
/** How many pages a list of draws may have. */
const MOST_PAGES = 1000;

/**
 * The address of one draw's folder on a portal, without a slash at its end, as that address or the draw's page
 * (`…/draws/DRAWID`) names it; null if a URL names no draw.
 * @throws CannotRun in one line if it names something else of a draw, such as one of its files
 */
export function drawAddress(place: string): URL | null {
  const url = addressOf(place);
  const [, portal, id, more] =
    /^(.*?)(?:\/api\/v1)?\/draws\/([^/]+)(\/.+)?$/.exec(url.pathname.replace(/\/+$/, "")) ?? [];
  if (portal === undefined || id === undefined) return null;
  url.pathname = `${portal}${DRAWS}/${id}`;
  if (more !== undefined) throw new CannotRun(`${place}: is in a draw: name the draw itself, ${url.href}`);
  try {
    drawIdOf(url);
    return url;
  } catch {
    throw new CannotRun(`${place}: names no draw`);
  }
}

function drawIdOf(address: URL): string {
  return decodeURIComponent(address.pathname.split("/").at(-1) ?? "");
}

/**
 * All draws that a portal lists, page by page; its list of draws or the page of that list name the portal, too.
 * @throws CannotRun in one line if it does not answer as a portal does
 */
export async function* listDraws(base: string): AsyncGenerator<{ address: URL; state?: string }> {
  const list = addressOf(base);
  list.pathname = list.pathname.replace(/\/+$/, "").replace(/(\/api\/v1)?\/draws$/, "") + DRAWS;
  const seen = new Set<string>();
  for (let after: string | null = ""; after !== null;) {
    if (after !== "") list.searchParams.set("after", after);
    const content = await get(list, [404]);
    if (content === null)
      throw new CannotRun(
        `${base}: is neither a portal nor a draw: name https://PORTAL, or https://PORTAL/draws/DRAWID`,
      );
    const page = readPage(list, content);
    for (const { drawId, state } of page.items) {
      const address = new URL(list);
      address.search = "";
      address.pathname += `/${encodeURIComponent(drawId)}`;
      yield state === undefined ? { address } : { address, state };
    }
    if (page.next !== null && seen.has(page.next))
      throw new CannotRun(`${list.href}: the same page again and again`);
    after = page.next;
    if (after !== null) seen.add(after);
    if (seen.size >= MOST_PAGES) throw new CannotRun(`${list.href}: more than ${MOST_PAGES} pages`);
  }
}

/** The files that a portal gives of a draw: all eight of a revealed one, before that its commitment alone. */
export interface FetchedDraw {
  readonly drawId: string;
  readonly files: DrawFolder;
}

/** Fetches the files at `address/{file}`. @throws CannotRun in one line if there is no such draw or the portal fails */
export async function fetchDraw(address: URL): Promise<FetchedDraw> {
  const files: Record<string, Uint8Array> = {};
  for (const name of FILE_NAMES) {
    const url = new URL(address);
    url.pathname += `/${name}`;
    const content = await get(url, [404, 409]);
    if (content !== null) files[name] = content;
    else if (name === "commitment.json") throw new CannotRun(`${url.href}: there is no such draw`);
  }
  return { drawId: drawIdOf(address), files };
}

function addressOf(place: string): URL {
  const url = URL.parse(place);
  if (url === null) throw new CannotRun(`${place}: not a URL`);
  url.search = "";
  url.hash = "";
  return url;
}

/** What stands at an address; null where it answers with one of the statuses of what is missing. */
async function get(url: URL, missing: readonly number[]): Promise<Uint8Array | null> {
  const stall = startStallTimer(SECONDS_OF_SILENCE * 1000);
  try {
    const response = await fetch(url, { signal: stall.signal, redirect: "manual" });
    if (response.ok) return await readBody(url, response, stall);
    await response.body?.cancel();
    if (missing.includes(response.status)) return null;
    // What is verified is what stands at the address that was asked and printed.
    const elsewhere = response.headers.get("location");
    if (elsewhere !== null)
      throw new CannotRun(`${url.href}: sends on to ${elsewhere}, which is not followed: name that address`);
    throw new CannotRun(`${url.href}: answered ${response.status}`);
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`${url.href}: ${reasonOf(error)}`);
  } finally {
    stall.end();
  }
}

async function readBody(url: URL, response: Response, stall: StallTimer): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    stall.moved();
    size += part.length;
    if (size > LARGEST_FILE) throw new CannotRun(`${url.href}: larger than ${LARGEST_FILE} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "can't be reached";
  if (error.name === "TimeoutError") return `nothing came for ${SECONDS_OF_SILENCE} seconds`;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return `can't be reached${code}`;
}

interface Page {
  readonly items: readonly { readonly drawId: string; readonly state?: string }[];
  readonly next: string | null;
}

function readPage(url: URL, body: Uint8Array): Page {
  const refuse = (): never => {
    throw new CannotRun(`${url.href}: not a list of draws`);
  };
  let page: unknown;
  try {
    page = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return refuse();
  }
  if (typeof page !== "object" || page === null || !("items" in page) || !Array.isArray(page.items))
    return refuse();
  const next = "next" in page ? page.next : null;
  if (next !== null && (typeof next !== "string" || next === "")) return refuse();
  const items = page.items.map((item: unknown) => {
    if (typeof item !== "object" || item === null || !("drawId" in item)) return refuse();
    const { drawId } = item;
    if (typeof drawId !== "string" || !drawId.isWellFormed() || /^\.{0,2}$/.test(drawId)) return refuse();
    return "state" in item && typeof item.state === "string" ? { drawId, state: item.state } : { drawId };
  });
  return { items, next };
}
