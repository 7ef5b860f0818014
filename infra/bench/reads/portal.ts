/** The portal over a database, with no inspection service to count for it. */
import { databaseClock } from "@shuangsui/clock";
import { createLogger, followAuthorities, openDatabase } from "@shuangsui/service-kit";
import { createPortalApp } from "../../../services/disclosure/src/portal/app.ts";
import type { Tables } from "../../../services/disclosure/src/tables.ts";
import { answer } from "../child.ts";

const [databaseUrl = ""] = process.argv.slice(2);
const logger = createLogger("portal", "silent");
const database = openDatabase<Tables>(databaseUrl, { logger });
await followAuthorities(database, logger);
const away = () => Promise.reject(new Error("away"));
const app = await createPortalApp({
  frame: { database, clock: databaseClock(database.plain, "database"), logger },
  ping: () => database.ping(),
  inspection: { figures: away, campaignStatistics: away },
});
answer(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
