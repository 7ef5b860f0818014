import { z } from "zod";

const word = z.string().min(16);

/** What the preparation reads from its environment. */
export const preparationSettings = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  /** A JSON file of all authorities. */
  AUTHORITIES_FILE: z.string().min(1),
  IDENTITY_OWNER_PASSWORD: word,
  IDENTITY_PASSWORD: word,
  REGISTRY_OWNER_PASSWORD: word,
  REGISTRY_PASSWORD: word,
  INSPECTION_OWNER_PASSWORD: word,
  INSPECTION_PASSWORD: word,
  DISCLOSURE_OWNER_PASSWORD: word,
  DISCLOSURE_PASSWORD: word,
  CONSOLE_OWNER_PASSWORD: word,
  CONSOLE_PASSWORD: word,
});
