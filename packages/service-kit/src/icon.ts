import type { FastifyContextConfig } from "fastify";
import { readFileSync } from "node:fs";
import type { App } from "./app.ts";

const icon = readFileSync(new URL("./icon.svg", import.meta.url));

/** Serves the icon that all pages name at `/icon.svg`. Of pages that name none a browser asks for one by itself, against their policy. */
export function serveIcon(app: App, config: FastifyContextConfig): void {
  app.get("/icon.svg", { config, schema: { hide: true } }, async (_request, reply) =>
    reply.header("content-type", "image/svg+xml").header("cache-control", "no-cache").send(icon),
  );
}
