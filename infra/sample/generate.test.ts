import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorities } from "./authorities.ts";
import { makeCreditCode, makeIdNumber } from "./codes.ts";
import { generate, sampleFiles } from "./generate.ts";

type Row = Record<string, string>;

const columns = {
  "items.csv":
    "code,name,legalBasis,legalBasisValidFrom,legalBasisValidTo,subject,content,method,officerTypes,specialties,targetKind,validFrom,validTo",
  "entities.csv":
    "creditCode,name,address,legalRepresentative,category,contactName,contactPhone,territory,trades,permits,longitude,latitude",
  "projects.csv":
    "code,name,address,permits,leadName,basicFacts,contactName,contactPhone,builderCreditCode,developerCreditCode,supervisorCreditCode,territory,state,startsOn,endsOn,longitude,latitude",
  "inspectors.csv":
    "kind,name,idNumber,types,specialties,certificateNumber,certificateValidFrom,certificateValidTo,unit,phone,title",
  "conflicts.csv": "certificateNumber,targetCode,ground,note,validFrom",
  "credit-records.csv": "targetCode,kind,date,description",
};
const codes = authorities.map(({ code }) => code);
let folder = "";
let again = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sample-"));
  again = await mkdtemp(join(tmpdir(), "sample-"));
  await generate(folder);
  await generate(again);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(again, { recursive: true });
});

/** The rows of a file of the authorities named; no field of the sample holds a comma or a quote. */
async function read(file: keyof typeof columns, of: readonly string[] = codes): Promise<Row[]> {
  const texts = await Promise.all(of.map((code) => readFile(join(folder, code, file), "utf8")));
  return texts.flatMap((text) => {
    expect(text).not.toContain('"');
    const [header = "", ...lines] = text.trimEnd().split("\n");
    expect(header).toBe(columns[file]);
    const names = header.split(",");
    return lines.map((line) =>
      Object.fromEntries(line.split(",").map((field, i) => [names[i] ?? "beyond", field])),
    );
  });
}

const field = (rows: readonly Row[], name: string) => rows.map((row) => row[name] ?? "");
const distinct = (values: readonly string[]) => new Set(values).size;
const tally = (values: readonly string[]) =>
  values.reduce<Record<string, number>>((sum, value) => ({ ...sum, [value]: (sum[value] ?? 0) + 1 }), {});

describe("the files", () => {
  test("are six for each authority, the same bytes each time", async () => {
    expect((await readdir(folder)).toSorted()).toEqual(codes.toSorted());
    for (const [authority, files] of sampleFiles()) {
      expect(await readdir(join(folder, authority))).toEqual(Object.keys(columns).toSorted());
      for (const [name, text] of Object.entries(files)) {
        expect(await readFile(join(folder, authority, name), "utf8")).toBe(text);
        expect(await readFile(join(again, authority, name), "utf8")).toBe(text);
      }
    }
  });

  test("hold the rows stated", async () => {
    expect(await read("entities.csv")).toHaveLength(1200);
    expect(await read("projects.csv")).toHaveLength(150);
    expect(tally(field(await read("inspectors.csv"), "kind"))).toEqual({ officer: 60, expert: 15 });
    expect(await read("items.csv")).toHaveLength(12 * codes.length);
    expect(await read("entities.csv", ["533103"])).toHaveLength(480);
    expect(await read("projects.csv", ["533103"])).toHaveLength(60);
  });
});

describe("codes", () => {
  test("are of the form that belongs to nobody", () => {
    expect(makeIdNumber("1980-01-01", 1)).toMatch(/^53310019800101001[\dX]$/);
    expect(makeCreditCode("533103", 0)).toMatch(/^91533103XN000000[\dX][\dA-HJ-NPQRTUWXY]$/);
  });

  test("every credit code and ID number has its check character right, and none repeats", async () => {
    const creditCodes = field(await read("entities.csv"), "creditCode");
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    // The check character makes the sum over all 18 a multiple of 31; each weight is the power of 3.
    const rest = (code: string) =>
      [...code].reduce((sum, char, i) => sum + alphabet.indexOf(char) * (3 ** i % 31), 0);
    // The 18th weighs 1, not 3^17.
    const valid = (code: string) => (rest(code.slice(0, 17)) + alphabet.indexOf(code.charAt(17))) % 31 === 0;
    expect(creditCodes.filter((code) => code.length !== 18 || !valid(code))).toEqual([]);
    // GB 11714: the check character of the organization part fills its weighted sum up to a multiple of 11.
    const value = (char: string) => (/\d/.test(char) ? Number(char) : char.charCodeAt(0) - 55);
    const organization = (code: string) =>
      [3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, i) => sum + weight * value(code.charAt(8 + i)), 0);
    const fills = (code: string) => (code.charAt(16) === "X" ? 10 : Number(code.charAt(16)));
    expect(creditCodes.filter((code) => (organization(code) + fills(code)) % 11 !== 0)).toEqual([]);
    expect(distinct(creditCodes)).toBe(1200);

    const idNumbers = field(await read("inspectors.csv"), "idNumber");
    // ISO 7064 MOD 11-2: the sum over all 18, each weighted by its power of 2, leaves 1.
    const leaves = (id: string) =>
      [...id].reduce((sum, char, i) => sum + (char === "X" ? 10 : Number(char)) * (2 ** (17 - i) % 11), 0) %
      11;
    expect(idNumbers.filter((id) => id.length !== 18 || leaves(id) !== 1)).toEqual([]);
    expect(distinct(idNumbers)).toBe(75);
  });

  test("no name of a firm, code, certificate or phone repeats", async () => {
    const entities = await read("entities.csv");
    const projects = await read("projects.csv");
    const inspectors = await read("inspectors.csv");
    expect(distinct(field(entities, "name"))).toBe(1200);
    expect(distinct(field(projects, "name"))).toBe(150);
    expect(distinct(field(projects, "code"))).toBe(150);
    expect(distinct(field(inspectors, "certificateNumber"))).toBe(75);
    const phones = [
      ...field(entities, "contactPhone"),
      ...field(projects, "contactPhone"),
      ...field(inspectors, "phone"),
    ];
    expect(distinct(phones)).toBe(1425);
    expect(phones.filter((phone) => !/^1790000\d{4}$/.test(phone))).toEqual([]);
  });

  test("a project's builder is a builder of the same authority", async () => {
    for (const code of codes) {
      const entities = await read("entities.csv", [code]);
      const builders = new Set(
        field(
          entities.filter((row) => row["category"] === "builder"),
          "creditCode",
        ),
      );
      for (const builder of field(await read("projects.csv", [code]), "builderCreditCode")) {
        expect(builders).toContain(builder);
      }
    }
  });
});

describe("places", () => {
  type Point = [longitude: number, latitude: number];
  /** Whether it lies within a ring: a line from it to the east crosses the ring an odd number of times. */
  const isWithin = ([x, y]: Point, ring: readonly Point[]) =>
    ring.filter(([x1, y1], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length] ?? [x1, y1];
      return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
    }).length %
      2 ===
    1;

  test("lie in their township's county, by its outline, each in one of its townships", async () => {
    const outlines = JSON.parse(
      await readFile(join(import.meta.dirname, "../../services/console/src/web/board/counties.json"), "utf8"),
    ) as { features: { properties: { name: string }; geometry: { coordinates: Point[][] } }[] };
    for (const { properties, geometry } of outlines.features) {
      const [ring = []] = geometry.coordinates;
      const county = properties.name;
      const rows = [...(await read("entities.csv", [county])), ...(await read("projects.csv", [county]))];
      const astray = rows.filter(
        (row) => !isWithin([Number(row["longitude"]), Number(row["latitude"])], ring),
      );
      expect(astray).toEqual([]);
      expect(rows.filter((row) => !row["territory"]?.startsWith(county))).toEqual([]);
      expect(distinct(field(rows, "territory"))).toBeGreaterThanOrEqual(6);
    }
  });

  test("of the prefecture's own targets the township is not known", async () => {
    expect(new Set(field(await read("entities.csv", ["533100"]), "territory"))).toEqual(new Set(["533100"]));
  });
});

describe("inspectors", () => {
  const held = (rows: readonly Row[], kind: string, name: string) =>
    tally(
      field(
        rows.filter((row) => row["kind"] === kind),
        name,
      ).flatMap((list) => list.split(";")),
    );

  test("芒市 has every type by five officers and every speciality by two experts, all certified", async () => {
    const rows = await read("inspectors.csv", ["533103"]);
    expect(tally(field(rows, "kind"))).toEqual({ officer: 20, expert: 5 });
    const types = held(rows, "officer", "types");
    expect(Object.keys(types).toSorted()).toEqual(["gas", "market", "quality", "realestate", "safety"]);
    expect(Math.min(...Object.values(types))).toBeGreaterThanOrEqual(5);
    const specialties = held(rows, "expert", "specialties");
    expect(Object.keys(specialties).toSorted()).toEqual(["electrical", "gas", "geotech", "structure"]);
    expect(Math.min(...Object.values(specialties))).toBeGreaterThanOrEqual(2);
    expect(distinct(field(rows, "certificateValidTo"))).toBe(1);
  });

  test("every authority can staff every item; two certificates have expired, none in 芒市", async () => {
    for (const code of codes) {
      const rows = (await read("inspectors.csv", [code])).filter(
        (row) => row["certificateValidTo"] === "2028-12-31",
      );
      const types = held(rows, "officer", "types");
      const specialties = held(rows, "expert", "specialties");
      for (const item of await read("items.csv", [code])) {
        for (const type of (item["officerTypes"] ?? "").split(";"))
          expect(types[type]).toBeGreaterThanOrEqual(2);
        for (const one of (item["specialties"] ?? "").split(";").filter(Boolean))
          expect(specialties).toHaveProperty(one);
      }
    }
    const expired = (await read("inspectors.csv")).filter(
      (row) => row["certificateValidTo"] === "2025-12-31",
    );
    expect(expired).toHaveLength(2);
  });

  test("conflicts name inspectors and targets of the same authority, each pair once", async () => {
    for (const code of codes) {
      const conflicts = await read("conflicts.csv", [code]);
      const certificates = field(await read("inspectors.csv", [code]), "certificateNumber");
      const targets = await targetsOf(code);
      for (const row of conflicts) {
        expect(certificates).toContain(row["certificateNumber"]);
        expect(targets).toContain(row["targetCode"]);
      }
      expect(conflicts.length).toBeGreaterThanOrEqual(4);
      expect(distinct(conflicts.map((row) => `${row["certificateNumber"]} ${row["targetCode"]}`))).toBe(
        conflicts.length,
      );
    }
  });
});

describe("risk classes", () => {
  test.each(codes)("%s: about 35 A, 45 B, 15 C, 5 D of a hundred", async (code) => {
    const records = await read("credit-records.csv", [code]);
    const targets = await targetsOf(code);
    const known = new Set(targets);
    const isAstray = ({ targetCode = "", date = "" }: Row) =>
      !known.has(targetCode) || date < "2025-01-01" || date > "2026-08-31";
    expect(records.filter(isAstray)).toEqual([]);
    const classes = tally(
      targets.map((target) => riskClass(records.filter((row) => row["targetCode"] === target))),
    );
    const share = (name: string) => (classes[name] ?? 0) / targets.length;
    expect(share("A")).toBeCloseTo(0.35, 1);
    expect(share("B")).toBeCloseTo(0.45, 1);
    expect(share("C")).toBeCloseTo(0.15, 1);
    expect(share("D")).toBeCloseTo(0.05, 1);
  });

  test("no target has two records of a kind on one day", async () => {
    const records = await read("credit-records.csv");
    expect(distinct(records.map((row) => `${row["targetCode"]} ${row["kind"]} ${row["date"]}`))).toBe(
      records.length,
    );
  });
});

async function targetsOf(code: string): Promise<string[]> {
  const entities = field(await read("entities.csv", [code]), "creditCode");
  return [...entities, ...field(await read("projects.csv", [code]), "code")];
}

/** The rule that the shares are made for, written again by itself. */
function riskClass(records: readonly Row[]): string {
  const count = (kind: string) => records.filter((row) => row["kind"] === kind).length;
  if (count("violation") >= 2) return "D";
  if (count("violation") === 1 || count("complaint") >= 3) return "C";
  return count("honest") > 0 && count("complaint") === 0 ? "A" : "B";
}
