import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { z } from "zod";
import { CannotRun } from "./terminal.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** Where the system that runs in this checkout keeps what is its own. */
export function dataFolder(environment: NodeJS.ProcessEnv): string {
  return resolve(root, environment["SHUANGSUI_DATA"] ?? ".data");
}

/** What a file of it says. @throws CannotRun in one line */
export async function readJson<T extends z.ZodType>(file: string, schema: T): Promise<z.infer<T>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    throw new CannotRun(`${file}: is not there, or not readable: does the system run (npm start)?`);
  }
}
