import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { dataFolder, readJson } from "../data-folder.ts";
import { CannotRun, print, Usage } from "../terminal.ts";

const secrets = z.object({ superuser: z.string() });
const ports = z.object({ postgres: z.number().int() });

/**
 * Keeps the authorities of a file in the tables of all services, while they run: of FILE and --database, or those of the system
 * that runs in this checkout. @returns 0
 */
export async function authorities(args: readonly string[]): Promise<number> {
  const { file, database } = await where(args);
  const given = await readFile(file, "utf8").catch(() => {
    throw new CannotRun(`${file}: can't be read`);
  });
  // For other commands nobody waits until this is loaded.
  const { installAuthorities } = await import("@shuangsui/service-kit");
  try {
    const schemas = await installAuthorities(database, JSON.parse(given));
    if (schemas.length === 0) throw new CannotRun("the database has no service's schema");
    print(`kept in ${schemas.join(", ")}`);
    return 0;
  } catch (error) {
    if (error instanceof SyntaxError) throw new CannotRun(`${file}: is not JSON`);
    if (error instanceof z.ZodError) throw new CannotRun(`${file}: ${z.prettifyError(error)}`);
    if (error instanceof RangeError) throw new CannotRun(`${file}: ${error.message}`);
    if (error instanceof CannotRun) throw error;
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new CannotRun(`the database refused it${code}`);
  }
}

async function where(args: readonly string[]): Promise<{ file: string; database: string }> {
  const { positionals, values } = readArguments(args);
  const [file, ...others] = positionals;
  if (others.length > 0) throw new Usage("one file names all authorities");
  const { database } = values;
  if ((file === undefined) !== (database === undefined))
    throw new Usage("FILE and --database URL go together; without both, the data folder of this checkout");
  if (file !== undefined && database !== undefined) return { file, database };
  const folder = dataFolder(process.env);
  const { superuser } = await readJson(join(folder, "secrets.json"), secrets);
  const { postgres } = await readJson(join(folder, "ports.json"), ports);
  return {
    file: join(folder, "authorities.json"),
    database: `postgres://postgres:${encodeURIComponent(superuser)}@127.0.0.1:${postgres}/shuangsui`,
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { database: { type: "string" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}
