import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "./lock.js";
import { say } from "./say.js";
import { step } from "./step.js";

/**
 * Installs the project's dependencies where its lock file changed since they were last installed.
 * Gives the path of the Node that everything else runs on.
 */
export async function install(root, environment) {
  const stamp = join(root, "node_modules", ".shuangsui-installed");
  const wanted = fingerprint(root);
  const node = join(root, "node_modules", ".bin", "node");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && runnable(node)) return node;
  const unlock = await onlyOne(join(root, ".cache", "installing"));
  try {
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && runnable(node)) return node;
    const tools = join(root, "infra", "tools");
    const pnpm = join(tools, "node_modules", ".bin", "pnpm");
    // Not `npm ci`: pnpm comes as a program for each platform, and npm locks those alone that it saw.
    await step(
      "installing pnpm",
      "npm",
      ["install", "--no-save", "--no-audit", "--no-fund"],
      tools,
      cleared(environment),
    );
    await step(
      "installing the dependencies (the first time some 400 packages)",
      pnpm,
      ["install", "--frozen-lockfile", "--config.confirmModulesPurge=false"],
      root,
      { ...cleared(environment), PATH: [join(tools, "node_modules", ".bin"), environment.PATH].join(":") },
    );
    if (!runnable(node))
      throw new Error(
        "The dependencies came without the project's own Node (npm package `node`): its install script did not run.",
      );
    writeFileSync(stamp, wanted);
    return node;
  } finally {
    unlock();
  }
}

/** What the installed state depends on. */
function fingerprint(root) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  for (const file of [
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "package.json",
    "infra/tools/package-lock.json",
  ]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** Without what the outer npm tells its scripts of itself and its folder: the inner ones find their own. */
function cleared(environment) {
  const own =
    /^npm_(config_(local_prefix|global_prefix|prefix|noproxy|init_module)|package_|lifecycle_|command$|execpath$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)));
}

function runnable(program) {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Waits while another command installs into the same checkout. Gives the function that lets the next one in. */
async function onlyOne(file) {
  for (let told = false; ; told = true) {
    const lock = takeLock(file);
    if (lock.release !== undefined) return lock.release;
    if (!told)
      say(`another command (process ${lock.heldBy}) is installing into this checkout: waiting for it`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
