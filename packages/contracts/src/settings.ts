import { z } from "zod";
import { authorityCode, instant } from "./basics.ts";

/** What an authority sets for itself, or its superior for it. */
export const settingName = z.enum(["caps", "visit-cap", "draw-venue", "local-holidays", "publication-terms"]);
export type SettingName = z.infer<typeof settingName>;

/** Where the value of a setting comes from that holds for the caller's authority. */
export const settingSource = z.object({
  name: settingName,
  /** Who set it: the authority itself or a superior; null where nobody has, so that what the rules say holds. */
  authority: authorityCode.nullable(),
  /** Since when; null where nobody has set it. */
  since: instant.nullable(),
});
export type SettingSource = z.infer<typeof settingSource>;

/** GET /api/v1/settings: where each of the service's settings comes from. */
export const settingSources = z.object({ items: z.array(settingSource) });
