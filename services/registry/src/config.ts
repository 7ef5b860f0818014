import { sealingKeys } from "@shuangsui/sealing";
import { readSettings, serviceSettings } from "@shuangsui/service-kit";
import { engineSettings } from "@shuangsui/temporal-kit";
import { z } from "zod";

const keySettings = serviceSettings.pick({ DATABASE_URL: true, LOG_LEVEL: true }).extend({
  /**
   * The master key, under which the keys lie in the database by which ID numbers and phones are sealed: 32 bytes in hex. When
   * another is to follow it, a list `k2:NEW,k1:OLD` of which the first is current; the next rotation of keys wraps them anew, and
   * then the earlier one may go.
   */
  FIELD_KEY: sealingKeys,
});
/** What the registry reads from its environment. */
export const settings = serviceSettings.extend({
  ...keySettings.shape,
  ...engineSettings,
  /** For how many days an import is kept with its file, its faults and its result. */
  IMPORTS_KEPT_DAYS: z.coerce.number().int().min(1).max(365).default(30),
});

/** The registry's settings. */
export type Settings = z.infer<typeof settings>;

/** What the programs beside the service need: the database and the key. */
export function readKeySettings() {
  return readSettings(keySettings);
}

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
