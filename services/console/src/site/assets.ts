import type { App } from "@shuangsui/service-kit";
import { readFileSync } from "node:fs";

const style = readFileSync(new URL("./style.css", import.meta.url));
const icon = readFileSync(new URL("./icon.svg", import.meta.url));

const witness = readFileSync(new URL("../campaigns/witness.js", import.meta.url));

const config = { withoutSession: true };

/** The style sheet, the icon and the one script, from memory. */
export function serveAssets(app: App): void {
  app.get("/style.css", { config, schema: { hide: true } }, async (_request, reply) =>
    reply.header("content-type", "text/css; charset=utf-8").header("cache-control", "no-cache").send(style),
  );
  app.get("/witness.js", { config, schema: { hide: true } }, async (_request, reply) =>
    reply
      .header("content-type", "text/javascript; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(witness),
  );
  app.get("/icon.svg", { config, schema: { hide: true } }, async (_request, reply) =>
    reply.header("content-type", "image/svg+xml").header("cache-control", "no-cache").send(icon),
  );
}
