/**
 * `rotate-keys [--resume]`: makes a new key and seals anew under it what draws keep secret, and webhooks' secrets, while the service
 * answers; broken off, it goes on with `--resume`.
 */
import { createLogger, followAuthorities, openDatabase, openKeyring } from "@shuangsui/service-kit";
import { readKeySettings } from "./config.ts";
import { rotateSealing } from "./draws/rotation.ts";
import type { Tables } from "./tables.ts";

const settings = readKeySettings();
const logger = createLogger("inspection-keys", settings.LOG_LEVEL);
const database = openDatabase<Tables>(settings.DATABASE_URL, { logger, connections: 2 });
const unfollow = await followAuthorities(database, logger);
const keyring = await openKeyring({ database, logger }, settings.FIELD_KEY);
try {
  const { key, sealed, removed } = await rotateSealing(
    { database, keyring, master: settings.FIELD_KEY },
    { resume: process.argv.slice(2).includes("--resume") },
  );
  process.stdout.write(`${key}: ${sealed} texts were sealed anew, ${removed.length} keys removed\n`);
} finally {
  await Promise.all([keyring.stop(), unfollow()]);
  await database.close();
}
