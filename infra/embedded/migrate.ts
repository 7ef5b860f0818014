/**
 * Brings schemas up to date, one after the other, each by its service's own program as its owner. In one process: each
 * would take longer to load than it runs. OWNER_URLS is JSON, an owner's URL by its service.
 */
import { z } from "zod";
import { services } from "./database.ts";

const urls = z
  .partialRecord(z.enum(services), z.string())
  .parse(JSON.parse(process.env["OWNER_URLS"] ?? "{}"));
for (const service of services) {
  const url = urls[service];
  if (url === undefined) continue;
  process.env["DATABASE_OWNER_URL"] = url;
  await import(`../../services/${service}/src/migrate.ts`);
}
