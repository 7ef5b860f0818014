import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { say } from "./say.js";

/**
 * The environment for npm, pnpm, pip and Temporal, which all want to write in the user's home: where that is
 * missing or read-only they get a folder of the checkout instead, and still read the user's own settings.
 */
export function homeForTools(root, environment) {
  const home = environment.HOME;
  if (home !== undefined && writable(home)) return { ...environment };
  const instead = join(root, ".cache", "home");
  mkdirSync(instead, { recursive: true });
  say(`the home directory ${home ?? "(none is set)"} cannot be written: using ${instead}`);
  const changed = { ...environment, HOME: instead };
  for (const name of [
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "npm_config_cache",
  ])
    delete changed[name];
  if (home === undefined) return changed;
  keep(changed, "NPM_CONFIG_USERCONFIG", join(home, ".npmrc"));
  keep(changed, "PIP_CONFIG_FILE", join(home, ".config", "pip", "pip.conf"));
  return changed;
}

function keep(environment, name, file) {
  if (environment[name] === undefined && existsSync(file)) environment[name] = file;
}

function writable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
