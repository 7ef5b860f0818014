import { readSettings, serviceSettings } from "@shuangsui/service-kit";
import { z } from "zod";

const settings = serviceSettings.extend({
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default("default"),
  REGISTRY_URL: z.url(),
  DISCLOSURE_URL: z.url(),
  /** The key, 32 bytes in hex, under which draws' secrets lie in the database. */
  FIELD_KEY: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The inspection service's settings. */
export type Settings = z.infer<typeof settings>;

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
