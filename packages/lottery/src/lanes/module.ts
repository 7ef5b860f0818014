import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What the compiled code of `assembly/` gives. Addresses and counts are numbers of bytes and of lines; see there. */
export type Kernel = {
  free(): number;
  scan(from: number, end: number, starts: number, most: number): number;
  forget(): void;
  learn(at: number, length: number): number;
  check(starts: number, n: number, before: number): number;
  classify(starts: number, first: number, n: number, kindOf: number, counts: number): number;
  seed(index: number, word: number): void;
  tickets(starts: number, kindOf: number, n: number, limits: number, found: number, line: number): number;
  leaves(starts: number, n: number, level: number, stride: number): void;
  nodes(level: number, n: number, stride: number): void;
};

const sources = join(import.meta.dirname, "assembly");
const options = ["-O1", "--enable", "simd", "--runtime", "stub", "--noAssert", "--importMemory"];
/** Where what was compiled is kept: the project's cache, or where nothing can be written there the system's. */
const caches = [join(import.meta.dirname, "..", "..", "..", "..", ".cache"), join(tmpdir(), "shuangsui")];

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * The kernel, compiled from its sources once for each of their versions and kept beside the project.
 * @throws Error where this machine can't run or make it
 */
export function kernelModule(): Promise<WebAssembly.Module> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<WebAssembly.Module> {
  const name = `lanes-${version()}.wasm`;
  for (const cache of caches) {
    const file = join(cache, "lanes", name);
    try {
      return new WebAssembly.Module(readFileSync(file));
    } catch {
      // Not there yet.
    }
  }
  const refusals: unknown[] = [];
  for (const cache of caches) {
    const file = join(cache, "lanes", name);
    // A name of its own until it is whole: several processes may compile at once.
    const made = `${file}.${process.pid}`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      await promisify(execFile)(process.execPath, [
        compiler(),
        join(sources, "index.ts"),
        ...options,
        "-o",
        made,
      ]);
      renameSync(made, file);
      return new WebAssembly.Module(readFileSync(file));
    } catch (error) {
      rmSync(made, { force: true });
      refusals.push(error);
    }
  }
  throw new AggregateError(refusals, "the draw's fast path can't be compiled here");
}

/** The compiler's program. A process of its own runs it, so that its memory is given back. */
function compiler(): string {
  return fileURLToPath(import.meta.resolve("assemblyscript/bin/asc.js"));
}

function version(): string {
  const hash = createHash("sha256").update(options.join(" "));
  for (const name of readdirSync(sources).toSorted())
    hash.update(name).update(readFileSync(join(sources, name)));
  return hash.digest("hex").slice(0, 16);
}
