import { sealingKeys } from "@shuangsui/sealing";
import { clientSettings, serviceSettings } from "@shuangsui/service-kit";
import { z } from "zod";
import { readOutlines } from "./site/outlines.ts";

const url = z.url({ protocol: /^https?$/ });

/** What the console reads from its environment. */
export const settings = serviceSettings
  .pick({
    HOST: true,
    PORT: true,
    DATABASE_URL: true,
    LOG_LEVEL: true,
    NODE_ENV: true,
    ISSUER_URL: true,
    TRUSTED_PROXIES: true,
    RATE_LIMIT_ADDRESS: true,
    RATE_LIMIT_PERSON: true,
  })
  .extend({
    ...clientSettings.shape,
    /** The key under which tokens lie in the database, as the registry's FIELD_KEY. */
    FIELD_KEY: sealingKeys,
    /** This console's address as browsers reach it, which the provider knows as where they come back to. */
    CONSOLE_URL: url.refine(
      (text) => new URL(text).origin === text,
      "is not an origin such as https://console.example",
    ),
    INSPECTION_URL: url,
    REGISTRY_URL: url,
    DISCLOSURE_URL: url,
    /** The public portal as a browser reaches it: pages link there. */
    PORTAL_URL: url,
    /** The pages of the inspected as a browser reaches them: the QR code on a notice leads there. */
    INSPECTED_URL: url,
    /** A file with the townships' outlines, which the map then draws in the place of circles: GeoJSON in WGS-84, in each feature's properties its `code` of 9 digits. */
    TOWNSHIP_OUTLINES: z
      .string()
      .min(1)
      .transform((file, context) => {
        try {
          return readOutlines(file);
        } catch (error) {
          const why = error instanceof Error ? error.message : "unknown";
          context.addIssue({ code: "custom", message: `names no GeoJSON of townships: ${why}` });
          return z.NEVER;
        }
      })
      .optional(),
  })
  .superRefine(({ NODE_ENV, CONSOLE_URL, HOST }, context) => {
    const onLoopback = /^(?:localhost|::1|127\.[\d.]+)$/.test(HOST);
    if (NODE_ENV === "production" && CONSOLE_URL.startsWith("http:") && !onLoopback)
      context.addIssue({
        code: "custom",
        path: ["CONSOLE_URL"],
        message: "production takes plain HTTP on a loopback address alone: put TLS in front",
      });
  });
