/**
 * `rotate-keys [--leaked]`: a new key signs tokens from a minute on. What the one before it signed holds until it expires;
 * with `--leaked` nothing that an earlier key signed holds any more, and everybody gets a new token.
 */
import { createLogger, followAuthorities, openDatabase } from "@shuangsui/service-kit";
import { readKeySettings } from "./config.ts";
import { openKeys } from "./keys/store.ts";
import type { Tables } from "./tables.ts";

const settings = readKeySettings();
const logger = createLogger("identity", settings.LOG_LEVEL);
const database = openDatabase<Tables>(settings.DATABASE_URL, { logger, connections: 1 });
const unfollow = await followAuthorities(database, logger);
try {
  const kid = await openKeys(database, settings.FIELD_KEY).rotate({
    leaked: process.argv.slice(2).includes("--leaked"),
  });
  process.stdout.write(`${kid}\n`);
} finally {
  await unfollow();
  await database.close();
}
