import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const sources = join(import.meta.dirname, "..", "web");
/** Where what was built is kept: the project's cache, or where nothing can be written there the system's. */
const caches = [join(root, ".cache"), join(tmpdir(), "shuangsui")];

let built: Promise<string> | undefined;

/** The folder of the pages' files, built from their sources once for each of their versions and kept. @throws Error where they can't be built */
export function builtPages(): Promise<string> {
  built ??= build().catch((error: unknown) => {
    built = undefined;
    throw error;
  });
  return built;
}

async function build(): Promise<string> {
  const name = join("console", version());
  for (const cache of caches) if (existsSync(join(cache, name, "index.html"))) return join(cache, name);
  const refusals: unknown[] = [];
  for (const cache of caches) {
    const folder = join(cache, name);
    // A name of its own until it is whole: several processes may build at once.
    const making = `${folder}.${process.pid}`;
    try {
      mkdirSync(dirname(folder), { recursive: true });
      await bundle(making);
      if (existsSync(folder)) rmSync(making, { recursive: true });
      else renameSync(making, folder);
      return folder;
    } catch (error) {
      refusals.push(error);
      rmSync(making, { recursive: true, force: true });
    }
  }
  throw new AggregateError(refusals, "the console's pages can't be built");
}

/** As in production, whatever the console itself runs as. */
async function bundle(outDir: string): Promise<void> {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "bundle.ts"), outDir], {
    env: { ...process.env, NODE_ENV: "production" },
  });
}

/** What the built files depend on: their sources, the words and contracts that they are made of, and the libraries' versions. */
function version(): string {
  const hash = createHash("sha256");
  const files = [
    ...globSync("**/*.{ts,tsx,html,css,svg,json}", { cwd: sources }).map((file) => join(sources, file)),
    ...globSync("packages/{contracts,client,workdays}/src/**/*.ts", { cwd: root }).map((file) =>
      join(root, file),
    ),
    join(import.meta.dirname, "bundle.ts"),
    join(root, "pnpm-lock.yaml"),
  ];
  for (const file of files.toSorted()) {
    if (file.endsWith(".test.ts") || !existsSync(file)) continue;
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}
