import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

/** A browser of this machine: the one that a variable names, or the first of the names on the PATH. None is ever downloaded. */
function found(variable: string, names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return [
    process.env[variable] ?? "",
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
  ].find((path) => path !== "" && existsSync(path));
}

export const chromiumPath = found("CHROMIUM_PATH", [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
]);
export const firefoxPath = found("FIREFOX_PATH", ["firefox", "firefox-esr"]);

/** Why a test is skipped that needs one, as a part of its name. */
export const unlessChromium =
  chromiumPath === undefined ? " (SKIPPED: no Chromium here; CHROMIUM_PATH names one)" : "";
export const unlessFirefox =
  firefoxPath === undefined ? " (SKIPPED: no Firefox here; FIREFOX_PATH names one)" : "";

if (chromiumPath === undefined)
  process.stderr.write("skipped: whether everybody can read the pages, for there is no Chromium here\n");
if (firefoxPath === undefined)
  process.stderr.write("skipped: whether the pages work in Firefox, for there is none here\n");

const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the Chromium of this machine, without a window. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? "", args: quiet });
