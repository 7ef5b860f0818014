import { serveIcon, type App } from "@shuangsui/service-kit";
import { readFileSync } from "node:fs";

const style = readFileSync(new URL("./style.css", import.meta.url));

const config = { withoutSession: true };

/** The icon, and the style sheet of the pages that are shown to whoever is not signed in, from memory. */
export function serveAssets(app: App): void {
  app.get("/style.css", { config, schema: { hide: true } }, async (_request, reply) =>
    reply.header("content-type", "text/css; charset=utf-8").header("cache-control", "no-cache").send(style),
  );
  serveIcon(app, config);
}
