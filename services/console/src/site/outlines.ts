import { Problem } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import declared from "gcoord";
import { readFileSync } from "node:fs";
import { z } from "zod";

/** Its declarations have under `default` what the file itself exports. */
const { transform, WGS84, GCJ02 } = declared as unknown as (typeof declared)["default"];

/** Without its altitude, where it has one. */
const place = z
  .array(z.number())
  .min(2)
  .transform(([longitude = 0, latitude = 0]): [number, number] => [longitude, latitude]);
const polygon = z.array(z.array(place).min(4)).min(1);
/** Townships' outlines as an installation brings them: GeoJSON (RFC 7946), each feature with the township's division code. */
const outlines = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(
    z.object({
      type: z.literal("Feature"),
      properties: z.object({ code: z.string().regex(/^\d{9}$/) }),
      geometry: z.discriminatedUnion("type", [
        z.object({ type: z.literal("Polygon"), coordinates: polygon }),
        z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(polygon).min(1) }),
      ]),
    }),
  ),
});

/** The outlines of a file as maps of China show them (GCJ-02), written out. @throws where the file cannot be read or is no such GeoJSON */
export function readOutlines(file: string): string {
  const read = outlines.parse(JSON.parse(readFileSync(file, "utf8")));
  return JSON.stringify(transform(read, WGS84, GCJ02));
}

/** Shows pages the townships' outlines, where the installation has any. */
export function outlineRoutes(app: App, shown: string | undefined): void {
  app.get("/township-outlines", { schema: { hide: true } }, async (_request, reply) => {
    if (shown === undefined) throw new Problem("not-found");
    return reply.type("application/geo+json").send(shown);
  });
}
