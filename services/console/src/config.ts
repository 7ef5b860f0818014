import { clientSettings, serviceSettings } from "@shuangsui/service-kit";
import { z } from "zod";

/** What the console reads from its environment. It keeps nothing, so it has no database. */
export const settings = serviceSettings
  .pick({ HOST: true, PORT: true, LOG_LEVEL: true, ISSUER_URL: true })
  .extend({
    ...clientSettings.shape,
    INSPECTION_URL: z.url({ protocol: /^https?$/ }),
    /** The public portal as a browser reaches it: pages link there. */
    DISCLOSURE_URL: z.url({ protocol: /^https?$/ }),
  });
