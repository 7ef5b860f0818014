import { sha256Hex } from "@shuangsui/contracts";
import { makeSecret } from "@shuangsui/lottery";
import { mkdir, open, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { CannotRun } from "../terminal.ts";

const file = z.strictObject({ drawId: z.string(), contribution: sha256Hex });

/** Where a witness's secrets are kept unless another folder is named. */
export const usualFolder = join(homedir(), ".shuangsui", "witness");

const nameOf = (folder: string, drawId: string) => join(folder, `${encodeURIComponent(drawId)}.json`);

/** The secret that is kept for a draw; undefined where none is. @throws CannotRun where the file is spoilt */
export async function keptFor(folder: string, drawId: string): Promise<string | undefined> {
  const path = nameOf(folder, drawId);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new CannotRun(`${path}: is not readable`);
  });
  if (text === undefined) return undefined;
  try {
    const read = file.parse(JSON.parse(text));
    if (read.drawId === drawId) return read.contribution;
  } catch {
    // Said below.
  }
  throw new CannotRun(`${path}: is not the secret of draw ${drawId}`);
}

/** The secret of a draw: the one that is kept, or a new one, written down before anything of it leaves the machine. */
export async function secretFor(folder: string, drawId: string): Promise<string> {
  const kept = await keptFor(folder, drawId);
  if (kept !== undefined) return kept;
  const contribution = makeSecret();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const written = await open(nameOf(folder, drawId), "wx", 0o600).catch(() => {
    throw new CannotRun(`${folder}: the secret cannot be kept there`);
  });
  try {
    await written.writeFile(JSON.stringify({ drawId, contribution }));
    await written.sync();
  } finally {
    await written.close();
  }
  return contribution;
}
