import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from "@temporalio/worker";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { failureConverterPath } from "./payloads.ts";

/** A bundle as it is kept, with all that it was made of. */
const keptBundle = z.object({
  /** The hash of each file that was read. */
  read: z.record(z.string(), z.string()),
  /** What was looked for, and would have been read if it had been there. */
  absent: z.array(z.string()),
  code: z.string(),
});
type KeptBundle = z.infer<typeof keptBundle>;

const sourceMap = "kept in the code";

/**
 * Bundles the workflows that a file exports, once, for any number of workers. With a folder the bundle is kept there, and taken
 * from there as long as every file that it was made of is what it was: making it takes seconds, reading it none.
 */
export async function bundleWorkflows(path: string, keptIn?: string): Promise<WorkflowBundleWithSourceMap> {
  if (keptIn === undefined) return { sourceMap, code: (await bundled(path)).code };
  const file = join(keptIn, `${basename(path, ".ts")}-${hashOf(path).slice(0, 16)}.json`);
  const kept = readKept(file);
  if (kept !== undefined && holds(kept)) return { sourceMap, code: kept.code };
  const made = await bundled(path);
  mkdirSync(keptIn, { recursive: true });
  // Others may be reading, or keeping the same.
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, JSON.stringify(made));
  renameSync(unfinished, file);
  return { sourceMap, code: made.code };
}

async function bundled(path: string): Promise<KeptBundle> {
  let looked = { fileDependencies: new Set<string>(), missingDependencies: new Set<string>() };
  const { code } = await bundleWorkflowCode({
    workflowsPath: path,
    failureConverterPath,
    preloadModules: [join(import.meta.dirname, "short-stacks.ts")],
    logger: new DefaultLogger("WARN"),
    webpackConfigHook: (config) => ({
      ...config,
      plugins: [
        ...(config.plugins ?? []),
        (compiler) =>
          compiler.hooks.done.tap("what was read", ({ compilation }) => {
            const { fileDependencies, missingDependencies } = compilation;
            looked = {
              fileDependencies: new Set(fileDependencies),
              missingDependencies: new Set(missingDependencies),
            };
          }),
      ],
    }),
  });
  // The entry itself is written in memory alone.
  const files = [...looked.fileDependencies].filter(isFile);
  return {
    read: Object.fromEntries(files.map((file) => [file, hashOf(readFileSync(file))])),
    absent: [...looked.missingDependencies].filter((file) => !existsSync(file)),
    code,
  };
}

function holds({ read, absent }: KeptBundle): boolean {
  return (
    Object.entries(read).every(([file, hash]) => isFile(file) && hashOf(readFileSync(file)) === hash) &&
    !absent.some((file) => existsSync(file))
  );
}

function readKept(file: string): KeptBundle | undefined {
  try {
    return keptBundle.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
const hashOf = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
