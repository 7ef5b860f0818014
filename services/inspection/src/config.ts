import { sealingKeys } from "@shuangsui/sealing";
import { clientSettings, readSettings, serviceSettings, webhookSettings } from "@shuangsui/service-kit";
import { z } from "zod";

const settings = serviceSettings.extend({
  ...clientSettings.shape,
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default("default"),
  ...webhookSettings,
  REGISTRY_URL: z.url(),
  DISCLOSURE_URL: z.url(),
  /** The public portal, where the page about all APIs shows it too. */
  PORTAL_URL: z.url().optional(),
  /**
   * The key under which draws' secrets lie in the database: 32 bytes in hex. When another is to follow it, a list
   * `k2:NEW,k1:OLD` of which the first is current. Earlier keys are kept: nothing is sealed anew.
   */
  FIELD_KEY: sealingKeys,
});

/** The inspection service's settings. */
export type Settings = z.infer<typeof settings>;

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
