/**
 * `rotate-keys [--resume | --index]`: makes a new key and seals ID numbers and phones anew under it while the registry answers;
 * broken off, it goes on with `--resume`. `--index` puts another key in the place of that by which ID numbers are found.
 */
import { createLogger, followAuthorities, openDatabase, openKeyring } from "@shuangsui/service-kit";
import { readKeySettings } from "./config.ts";
import { rotateIndex, rotateSealing } from "./secrecy/rotation.ts";
import type { Tables } from "./tables.ts";

const settings = readKeySettings();
const logger = createLogger("registry-keys", settings.LOG_LEVEL);
const database = openDatabase<Tables>(settings.DATABASE_URL, { logger, connections: 2 });
const unfollow = await followAuthorities(database, logger);
const keyring = await openKeyring({ database, logger }, settings.FIELD_KEY);
const options = { database, keyring, master: settings.FIELD_KEY };
const given = process.argv.slice(2);
try {
  if (given.includes("--index")) {
    const { key, made } = await rotateIndex(options);
    process.stdout.write(`${key}: ${made} fingerprints were made anew\n`);
  } else {
    const { key, sealed, removed } = await rotateSealing(options, { resume: given.includes("--resume") });
    process.stdout.write(`${key}: ${sealed} texts were sealed anew, ${removed.length} keys removed\n`);
  }
} finally {
  await Promise.all([keyring.stop(), unfollow()]);
  await database.close();
}
