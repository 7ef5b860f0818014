import { clientSettings, readSettings, serviceSettings } from "@shuangsui/service-kit";
import { z } from "zod";

const settings = serviceSettings.extend({
  ...clientSettings.shape,
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default("default"),
  INSPECTION_URL: z.url(),
  /** Where the public portal listens, apart from what services and officials call. */
  PORTAL_PORT: serviceSettings.shape.PORT,
});

/** The disclosure service's settings. */
export type Settings = z.infer<typeof settings>;

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
