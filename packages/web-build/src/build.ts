import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..", "..", "..");
/** Where what was built is kept: the project's cache, or where nothing can be written there the system's. */
const caches = [join(root, ".cache"), join(tmpdir(), "shuangsui")];

/** What runs in a browser: a folder of sources. */
export type Sources = {
  /** By what name the built files are kept. */
  name: string;
  folder: string;
  /** The scripts that pages made elsewhere load, files of that folder; without them it has an `index.html` of its own. */
  scripts?: readonly string[];
  /** Files that are sent as one with all that they need, each by the name of that one; what several need comes with the first. */
  together?: Readonly<Record<string, string>>;
  /** Which of them the document has fetched beside its own script. */
  preloaded?: readonly string[];
  /** What stands in the place of a library's module: where the module whose path ends with `in` says `of`, a file of the folder or another module. */
  instead?: readonly ({ in: string; of: string } & (
    | { file: string; module?: never }
    | { module: string; file?: never }
  ))[];
};

const built = new Map<string, Promise<string>>();

/** The folder of the built files, made of their sources once for each of their versions and kept. @throws Error where they can't be built */
export function builtFolder(sources: Sources): Promise<string> {
  let folder = built.get(sources.name);
  if (folder === undefined) {
    folder = build(sources).catch((error: unknown) => {
      built.delete(sources.name);
      throw error;
    });
    built.set(sources.name, folder);
  }
  return folder;
}

async function build(sources: Sources): Promise<string> {
  const name = join(sources.name, versionOf(sources));
  for (const cache of caches) if (existsSync(join(cache, name, "assets"))) return join(cache, name);
  const refusals: unknown[] = [];
  for (const cache of caches) {
    const folder = join(cache, name);
    // A name of its own until it is whole: several processes may build at once.
    const making = `${folder}.${process.pid}`;
    try {
      mkdirSync(dirname(folder), { recursive: true });
      await bundle(sources, making);
      if (existsSync(folder)) rmSync(making, { recursive: true });
      else renameSync(making, folder);
      return folder;
    } catch (error) {
      refusals.push(error);
      rmSync(making, { recursive: true, force: true });
    }
  }
  throw new AggregateError(refusals, `the pages of ${sources.name} can't be built`);
}

/** As in production, whatever the service itself runs as. */
async function bundle(sources: Sources, outDir: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "bundle.ts"), JSON.stringify(sources), outDir],
    { env: { ...process.env, NODE_ENV: "production" } },
  );
}

/** What the built files depend on: their sources, the words and contracts that they are made of, and the libraries' versions. */
function versionOf({ folder, ...asked }: Sources): string {
  const hash = createHash("sha256").update(JSON.stringify(asked));
  const files = [
    ...globSync("**/*.{ts,tsx,html,css,svg,json}", { cwd: folder }).map((file) => join(folder, file)),
    ...globSync("packages/{contracts,client,workdays,lottery}/src/**/*.ts", { cwd: root }).map((file) =>
      join(root, file),
    ),
    join(import.meta.dirname, "bundle.ts"),
    join(import.meta.dirname, "oldest.ts"),
    join(root, "pnpm-lock.yaml"),
  ];
  for (const file of files.toSorted()) {
    if (file.endsWith(".test.ts") || !existsSync(file)) continue;
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}
