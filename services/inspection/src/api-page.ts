import apiReference from "@scalar/fastify-api-reference";
import { documentTitles, Problem } from "@shuangsui/contracts";
import { gatewayDocument, type App, type ServiceDocument } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import { z } from "zod";

/** Where the other services are, by their names. */
export type OtherServices = Readonly<Record<string, string>>;

const title = documentTitles.all;
const document = z.record(z.string(), z.json());
/** How long the documents are kept, milliseconds. */
const keptFor = 60_000;

/**
 * One page about the APIs of all services, `/docs`, and the one document that it shows, `/docs/openapi.json`. The page loads
 * nothing from elsewhere and sends nothing elsewhere.
 */
export async function apiPage(app: App, others: OtherServices): Promise<void> {
  let kept: { until: number; all: Promise<unknown> } | undefined;
  const readAll = async () => {
    const own = { name: "inspection", url: "/", document: document.parse(plain(app.swagger())) };
    const rest = await Promise.all(Object.entries(others).map(([name, url]) => readDocument(name, url)));
    return gatewayDocument(title, [own, ...rest.filter((one) => one !== undefined)]);
  };
  await app.register(async (scoped: App) => {
    scoped.addHook("onRoute", (route) => {
      route.config = { ...route.config, action: "public" };
    });
    scoped.addHook("onSend", async (_request, reply, payload) => {
      if (typeof payload === "string" && String(reply.getHeader("content-type")).startsWith("text/html"))
        reply.header("content-security-policy", policyOf(payload));
    });
    scoped.get("/docs/openapi.json", { schema: { hide: true } }, async () => {
      if (kept === undefined || kept.until < Date.now()) {
        const read = { until: Date.now() + keptFor, all: readAll() };
        kept = read;
        // What could not be read is read anew by whoever asks next.
        read.all.catch(() => (kept = undefined));
      }
      return kept.all;
    });
    await scoped.register(apiReference, {
      routePrefix: "/docs",
      configuration: {
        url: "/docs/openapi.json",
        pageTitle: title,
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: "never",
        hideClientButton: true,
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
  });
}

/** A service's document; undefined where there is none, as at another OpenID provider. @throws Problem `unavailable` */
async function readDocument(name: string, url: string): Promise<ServiceDocument | undefined> {
  try {
    const response = await fetch(new URL("/openapi.json", url), { signal: AbortSignal.timeout(5_000) });
    if (response.status === 404) return undefined;
    if (response.ok) return { name, url, document: document.parse(await response.json()) };
  } catch {
    // falls through: whatever it was, the document is not there now
  }
  throw new Problem("unavailable", `the document of ${name} could not be read`);
}

/** What the page may load: its own script, and the few lines within it, by their hash. */
function policyOf(html: string): string {
  const inline = [...html.matchAll(/<script(?! src=)[^>]*>([^]+?)<\/script>/g)].map(
    ([, code = ""]) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
