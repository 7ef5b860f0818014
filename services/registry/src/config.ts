import { readSettings, serviceSettings } from "@shuangsui/service-kit";
import { z } from "zod";

const settings = serviceSettings.extend({
  /** The key, 32 bytes in hex, under which ID numbers and phones lie in the database. */
  FIELD_KEY: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The registry's settings. */
export type Settings = z.infer<typeof settings>;

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
