import { sealingKeys } from "@shuangsui/sealing";
import { clientSettings, readSettings, serviceSettings, webhookSettings } from "@shuangsui/service-kit";
import { engineSettings } from "@shuangsui/temporal-kit";
import { z } from "zod";

const keySettings = serviceSettings.pick({ DATABASE_URL: true, LOG_LEVEL: true }).extend({
  /**
   * The master key, under which the keys lie in the database by which draws' secrets are sealed, and webhooks': 32 bytes in hex. When
   * another is to follow it, a list `k2:NEW,k1:OLD` of which the first is current; the next rotation of keys wraps them anew, and
   * then the earlier one may go.
   */
  FIELD_KEY: sealingKeys,
});
/** What the inspection service reads from its environment. */
export const settings = serviceSettings
  .extend({
    ...clientSettings.shape,
    ...engineSettings,
    ...webhookSettings,
    REGISTRY_URL: z.url(),
    DISCLOSURE_URL: z.url(),
    /** The public portal, where the page about all APIs shows it too. */
    PORTAL_URL: z.url().optional(),
    ...keySettings.shape,
    /**
     * Where the pages of the inspected listen, and their address as browsers reach it; without a port there are none. Their scripts read what
     * is public of draws at the portal as browsers reach that.
     */
    INSPECTED_PORT: z.coerce.number().int().min(0).max(65535).optional(),
    INSPECTED_URL: z.url({ protocol: /^https?$/ }).default("http://127.0.0.1:8087"),
    INSPECTED_PORTAL_URL: z.url({ protocol: /^https?$/ }).default("http://127.0.0.1:8085"),
    /** Where the codec server listens for the engine's own page, whose origin it names; without a port there is none. */
    CODEC_HOST: z.string().default("127.0.0.1"),
    CODEC_PORT: z.coerce.number().int().min(0).max(65535).optional(),
    CODEC_PAGE_ORIGIN: z.url({ protocol: /^https?$/ }).default("http://127.0.0.1:8233"),
  })
  .superRefine(({ NODE_ENV, INSPECTED_PORT, INSPECTED_URL, HOST }, context) => {
    const onLoopback = /^(?:localhost|::1|127\.[\d.]+)$/.test(HOST);
    const isPlain = INSPECTED_PORT !== undefined && INSPECTED_URL.startsWith("http:");
    if (NODE_ENV === "production" && isPlain && !onLoopback)
      context.addIssue({
        code: "custom",
        path: ["INSPECTED_URL"],
        message: "production takes plain HTTP on a loopback address alone: put TLS in front",
      });
  });

/** The inspection service's settings. */
export type Settings = z.infer<typeof settings>;

/** What the programs beside the service need: the database and the key. */
export function readKeySettings() {
  return readSettings(keySettings);
}

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(settings);
}
