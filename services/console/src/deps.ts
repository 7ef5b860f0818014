import type { Sealer } from "@shuangsui/sealing";
import type { Database, Logger, RateLimits, TokenVerifier } from "@shuangsui/service-kit";
import type { Gateway } from "./gateway/routes.ts";
import type { Tables } from "./tables.ts";

/** What the console needs from elsewhere. */
export type ConsoleDeps = {
  logger: Logger;
  database: Database<Tables>;
  /** Seals tokens and what a browser keeps of a sign-in that it has begun. */
  sealer: Sealer;
  verifier: TokenVerifier;
  /** The OpenID provider, and what this client of it shows there. */
  client: { issuer: string; clientId: string; clientSecret: string };
  /** This console's address as browsers reach it. */
  consoleUrl: string;
  /** The inspection service, which knows every inspection and campaign. */
  inspectionUrl: string;
  /** The services that pages may call through the console. */
  gateway: Omit<Gateway, "console">;
  /** The public portal's base URL: pages link there. */
  portalUrl: string;
  /** The pages of the inspected: the QR code on a notice leads there. */
  inspectedUrl: string;
  /** The townships' outlines as GeoJSON in GCJ-02, where the installation has any. */
  townshipOutlines?: string | undefined;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
  rateLimits?: RateLimits;
  /** The time by which sessions end. Not the sample's, in which a day passes in seconds. */
  now?: () => Date;
};
