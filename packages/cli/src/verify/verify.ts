import { parseArgs } from "node:util";
import {
  readCommitment,
  readRegistryKeys,
  Refusal,
  textOf,
  verifyDraw,
  type DrawFolder,
  type RegistryKeys,
} from "@shuangsui/lottery";
import { openTargets } from "@shuangsui/lottery/lanes";
import { CannotRun, print, Usage } from "../terminal.ts";
import { readDrawFolder, readLimited } from "./folder.ts";
import { drawAddress, fetchDraw, listDraws } from "./portal.ts";

/** Verifies what the arguments name, printing each check by name. @returns 0 if nothing failed, else 1 */
export async function verify(args: readonly string[]): Promise<number> {
  const { place, keysFile } = readArguments(args);
  const keys = keysFile === undefined ? undefined : await readKeys(keysFile);
  if (!/^https?:\/\//i.test(place)) return verifyFiles(await readDrawFolder(place), keys);

  const address = drawAddress(place);
  if (address !== null) return verifyAddress(address, keys);
  if (keys !== undefined) throw new Usage("--keys are those of one draw: name its folder or URL");
  return verifyPortal(place);
}

function readArguments(args: readonly string[]): { place: string; keysFile: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { keys: { type: "string" } },
      allowPositionals: true,
    });
    const [place, ...more] = positionals;
    if (place === undefined || place === "") throw new Usage("verify what? a FOLDER or a URL");
    if (more.length > 0) throw new Usage("verify takes one FOLDER or URL");
    return { place, keysFile: values.keys };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}

async function readKeys(file: string): Promise<RegistryKeys> {
  const content = await readLimited(file);
  try {
    return readRegistryKeys(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch (error) {
    // The message names what is wrong and never a key or a code.
    throw new CannotRun(`${file}: ${error instanceof Refusal ? error.message : "not UTF-8"}`);
  }
}

async function verifyPortal(base: string): Promise<number> {
  let worst = 0;
  let count = 0;
  for await (const { address, state } of listDraws(base)) {
    count += 1;
    worst = Math.max(worst, await verifyListed(address, state));
  }
  print(count === 0 ? "no draws" : `${count} draws`);
  return worst;
}

/** One draw of many: that it can't be fetched is its failure, and does not end the others' verification. */
async function verifyListed(address: URL, state: string | undefined): Promise<number> {
  try {
    return await verifyAddress(address, undefined, state);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    print(`  FAILED: files: ${error.message}`);
    print("  refused");
    return 1;
  }
}

async function verifyAddress(address: URL, keys: RegistryKeys | undefined, state?: string): Promise<number> {
  print(`${address.href}${state === undefined ? "" : ` (${state})`}`);
  const { drawId, files } = await fetchDraw(address);
  const notRevealed = Object.keys(files).length === 1;
  if (notRevealed && state !== "revealed") return verifyCommitment(files, drawId);
  return verifyFiles(files, keys, drawId);
}

/** Of a draw that is not revealed yet there is its commitment alone. */
function verifyCommitment(files: DrawFolder, drawId: string): number {
  const wrong = wrongWithCommitment(files, drawId);
  if (wrong === null) {
    print("  not revealed yet");
    return 0;
  }
  print(`  FAILED: ${wrong} [commitment.json:1]`);
  print("  refused");
  return 1;
}

/** @param drawId the id under which the draw is published, where that is known */
async function verifyFiles(
  files: DrawFolder,
  keys: RegistryKeys | undefined,
  drawId?: string,
): Promise<number> {
  let failed = false;
  for await (const { name, ok, detail, file, line } of verifyDraw(files, {
    openTargets,
    ...(keys === undefined ? {} : { keys }),
  })) {
    const where = file === undefined ? "" : ` [${file}${line === undefined ? "" : `:${line}`}]`;
    if (ok === null) print(`  not checked: ${name}: ${detail}`);
    else print(`  ${ok ? "ok" : "FAILED"}: ${name}: ${detail}${where}`);
    failed ||= ok === false;
  }
  const wrong = failed || drawId === undefined ? null : wrongWithCommitment(files, drawId);
  if (wrong !== null) print(`  FAILED: ${wrong} [commitment.json:1]`);
  failed ||= wrong !== null;
  print(failed ? "  refused" : "  verified");
  return failed ? 1 : 0;
}

/** Why the commitment is not one of that draw, or null. */
function wrongWithCommitment(
  { "commitment.json": commitment = "" }: DrawFolder,
  drawId: string,
): string | null {
  try {
    const read = readCommitment(textOf("commitment.json", commitment));
    return read.drawId === drawId ? null : `draw id: the files are of another draw than ${drawId}`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `form of commitment.json: ${error.message}`;
  }
}
