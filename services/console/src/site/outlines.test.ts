import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startConsole, type TestConsole } from "../testing/console.ts";
import { settings } from "../config.ts";
import { readOutlines } from "./outlines.ts";

const { TOWNSHIP_OUTLINES: setting } = settings.shape;
let folder: string;
let pages: TestConsole;
const outlined = (code: string) => ({
  type: "FeatureCollection",
  features: [
    {
      ...{ type: "Feature", properties: { code, source: "乡镇界" } },
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [98.58, 24.43],
            [98.6, 24.43],
            [98.6, 24.45],
            [98.58, 24.43],
          ],
        ],
      },
    },
  ],
});
const fileOf = async (name: string, content: unknown) => {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(content));
  return file;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlines-"));
  const townshipOutlines = readOutlines(await fileOf("townships.json", outlined("533103101")));
  pages = await startConsole({ inspectionUrl: "http://127.0.0.1:9", townshipOutlines });
});
afterAll(async () => {
  await pages.close();
  await rm(folder, { recursive: true });
});

describe("the townships' outlines that an installation brings", () => {
  it("are shown as maps of China have them, by their codes alone, to whoever is signed in", async () => {
    const { status, body } = await pages.open("/township-outlines");
    expect(status).toBe(200);
    const [feature] = (JSON.parse(body) as ReturnType<typeof outlined>).features;
    expect(feature?.properties).toEqual({ code: "533103101" });
    const [[east = 0, north = 0] = []] = feature?.geometry.coordinates[0] ?? [];
    expect([east.toFixed(6), north.toFixed(6)]).toEqual(["98.580154", "24.426832"]);
    expect((await pages.app.inject({ url: "/township-outlines" })).statusCode).toBe(401);
  });

  it("are refused at the start where the file is none, or names no township", async () => {
    expect(setting.safeParse(undefined)).toEqual({ success: true, data: undefined });
    for (const file of [join(folder, "nowhere.json"), await fileOf("county.json", outlined("533103"))])
      expect(setting.safeParse(file).error?.issues).toMatchObject([
        { message: expect.stringContaining("names no GeoJSON of townships") },
      ]);
  });
});
