import { clientSettings, readSettings, serviceSettings } from "@shuangsui/service-kit";
import { engineSettings } from "@shuangsui/temporal-kit";
import { z } from "zod";

/** What the disclosure service reads from its environment. */
export const settings = serviceSettings.extend({
  ...clientSettings.shape,
  ...engineSettings,
  INSPECTION_URL: z.url(),
  REGISTRY_URL: z.url(),
  /** Where the public portal listens, apart from what services and officials call. */
  PORTAL_PORT: serviceSettings.shape.PORT,
});

/** The disclosure service's settings. */
export type Settings = z.infer<typeof settings>;

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
