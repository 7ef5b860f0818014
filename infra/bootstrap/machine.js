import { spawnSync } from "node:child_process";

/** Refuses a machine that the project can't run on, with what is missing and how to get it. */
export function checkMachine() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 20) {
    throw new Error(
      `Node.js 20 or newer is needed, this is ${process.versions.node}. Get it from nodejs.org or your system's packages.`,
    );
  }
  const platform = `${process.platform}-${process.arch}`;
  if (!["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"].includes(platform)) {
    throw new Error(`This machine is ${platform}; the project runs on Linux and macOS, on x64 and arm64.`);
  }
  if (spawnSync("npm", ["--version"], { stdio: "ignore" }).status !== 0) {
    throw new Error("npm does not run. It comes with Node.js (Debian: apt-get install npm).");
  }
}
