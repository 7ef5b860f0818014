import { sealingKeys } from "@shuangsui/sealing";
import { readSettings, serviceSettings } from "@shuangsui/service-kit";
import type { z } from "zod";

const settings = serviceSettings.extend({
  /**
   * The key under which ID numbers and phones lie in the database: 32 bytes in hex. When another is to follow it, a list
   * `k2:NEW,k1:OLD` of which the first is current. Earlier keys are kept: nothing is sealed anew, and fingerprints stay with
   * the last of the list.
   */
  FIELD_KEY: sealingKeys,
});

/** The registry's settings. */
export type Settings = z.infer<typeof settings>;

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
