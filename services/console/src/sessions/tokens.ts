import { z } from "zod";

/** What the provider gave for a person: kept sealed, and shown to the services alone. */
export const tokens = z.object({
  access: z.string().min(1),
  /** By which another access token is asked for; null where the provider gives none. */
  refresh: z.string().min(1).nullable(),
  /** When the access token ends, Unix milliseconds. */
  endsAt: z.number(),
});
export type Tokens = z.infer<typeof tokens>;
