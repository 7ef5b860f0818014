import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { step } from "./step.js";

/**
 * What the tests of pages need of Debian's packages: the program, and the variable by which another is named. Chromium without a window
 * of its own takes a fifth to a half less of the processor for a page. Without fonts Chinese is boxes.
 */
const browsers = [
  {
    program: "chromium-headless-shell",
    variable: "CHROMIUM_PATH",
    packages: ["chromium-headless-shell", "fonts-noto-cjk"],
  },
  { program: "firefox-esr", variable: "FIREFOX_PATH", packages: ["firefox-esr"] },
];

/** Installs the browsers that are missing, where this is a Debian's root. Elsewhere, or where it fails, the tests that need one are named as skipped. */
export async function installBrowsers(environment) {
  const has = (program) =>
    (environment.PATH ?? "").split(delimiter).some((folder) => isProgram(join(folder, program)));
  const missing = browsers.filter(
    ({ program, variable }) => environment[variable] === undefined && !has(program),
  );
  if (missing.length === 0 || process.getuid?.() !== 0 || !has("apt-get")) return;
  const unasked = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await step("reading what packages Debian has", "apt-get", ["update"], "/", unasked);
    for (const { packages } of missing)
      await step(
        `installing ${packages.join(", ")}`,
        "apt-get",
        ["install", "--yes", "--no-install-recommends", ...packages],
        "/",
        unasked,
      );
  } catch {
    // The step has said why; the tests say what they skip.
  }
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
