import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FILE_NAMES, LARGEST_FILE, type DrawFolder } from "@shuangsui/lottery";
import { CannotRun } from "../terminal.ts";

/**
 * Reads a draw's folder. A file that is not one of a draw's is named in what is returned, and not read.
 * @throws CannotRun in one line if there is no such folder, or a file in it can't be read or is too large
 */
export async function readDrawFolder(folder: string): Promise<DrawFolder> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new CannotRun(`${folder}: ${reasonOf(error)}`);
  });
  const files: [string, Uint8Array][] = [];
  for (const name of names) {
    const known = FILE_NAMES.some((one) => one === name);
    files.push([name, known ? await readLimited(join(folder, name)) : new Uint8Array()]);
  }
  return Object.fromEntries(files);
}

/** Reads a plain file of at most LARGEST_FILE bytes. @throws CannotRun in one line */
export async function readLimited(path: string): Promise<Uint8Array> {
  try {
    // Asked before opening: opening a pipe would wait for its writer.
    const { size } = await stat(path).then((found) => {
      if (!found.isFile()) throw new CannotRun(`${path}: not a plain file`);
      return found;
    });
    if (size > LARGEST_FILE) throw new CannotRun(`${path}: larger than ${LARGEST_FILE} bytes`);
    const file = await open(path);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`${path}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      return "no such file or folder";
    case "ENOTDIR":
      return "not a folder";
    case "EACCES":
      return "may not be read";
    default:
      return `can't be read (${code})`;
  }
}
