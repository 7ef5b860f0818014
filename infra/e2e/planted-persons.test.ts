import type { PayloadCodec } from "@shuangsui/temporal-kit";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { closing, inPlace } from "../embedded/place.ts";
import { startStack, type Stack } from "../embedded/stack.ts";
import { plant, publicMark } from "./planted-persons.ts";
import { inDatabase, inEngine, inLogs, inPublic, plantedIn } from "./planted-search.ts";

type Payloads = Parameters<PayloadCodec["decode"]>[0];

/** Plants in the whole system, and searches. */
function searched(environment: Readonly<Record<string, string>>, payloads?: PayloadCodec) {
  return inPlace(
    () => undefined,
    async ({ folder }) => {
      const dataDir = join(folder, "data");
      mkdirSync(dataDir);
      const stack: Stack = await startStack({
        dataDir,
        log: () => undefined,
        databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
        environment,
      });
      const seen = await closing(
        async () => {
          const { inspections, refused } = await plant(stack);
          return {
            inspections,
            refused,
            engine: await inEngine(stack, dataDir, payloads),
            pages: await inPublic(stack.endpoints.portal),
            database: await inDatabase(stack),
          };
        },
        () => stack.stop(),
      );
      // Read once its writers have ended: a line lies in a process for a while before it is in the file.
      return { ...seen, logs: inLogs(dataDir) };
    },
  );
}

const written = ["id-number", "phone", "recusal", "notice", "record", "feedback"];
/** Refused, and kept as what was asked. */
const notTaken = ["report", "objection", "refused"];
/** Where it stands in the clear, by what it is for: who inspects and is inspected, who signs in, and what people write. */
const known = [
  "identity.account.name: account",
  ...["contact_name", "lead_name"].map((column) => `registry.project.${column}: contact`),
  "registry.entity.legal_representative: representative",
  // What entries are found by: those in charge stand in the registers' own columns as well.
  ...["entity", "entity_supervision"].map((table) => `registry.${table}.words: representative`),
  "registry.project.words: contact",
  "registry.entity_supervision.contact_name: contact",
  ...["name", "words"].map((column) => `registry.inspector.${column}: inspector`),
  ...["contact", "representative", "inspector"].map((what) => `registry.version.entry: ${what}`),
  // What officials wrote, numbers too, is their authority's file, and read by who may read the inspection.
  ...[...written, ...notTaken].map((what) => `inspection.command.payload: ${what}`),
  ...written.map((what) => `inspection.document.content: ${what}`),
];

let found: Awaited<ReturnType<typeof searched>>;
describe("what is personal, planted in all that people send (articles 13, 14)", () => {
  beforeAll(async () => {
    found = await searched({});
  }, 240_000);

  it("is not in what refusals say, nor in the logs of any process", () => {
    expect(found.refused.length).toBeGreaterThan(10);
    expect(found.refused.flatMap(plantedIn)).toEqual([]);
    expect(found.logs).toEqual([]);
  });

  it("is not in what the engine holds, neither as it stands there nor decoded", () => {
    expect(found.engine.workflows).toBeGreaterThan(4);
    expect(found.engine.raw).toEqual([]);
    expect(found.engine.decoded).toEqual([]);
  });

  it("is on no public page", () => {
    expect(found.pages.read).toContain(publicMark);
    expect(found.pages.found).toEqual([]);
  });

  it("is in the database where it is listed here alone, and no number of the registry's is", () => {
    expect(found.database.toSorted()).toEqual(known.toSorted());
  });
});

describe("a build without protection", () => {
  it("is caught in each place", async () => {
    const asItIs = { encode: async (all: Payloads) => all, decode: async (all: Payloads) => all };
    const hooks = join(import.meta.dirname, "unprotected.ts");
    const bare = await searched({ NODE_OPTIONS: `--import ${hooks}` }, asItIs);
    expect(bare.refused.flatMap(plantedIn)).toEqual(
      expect.arrayContaining(["id-number", "phone", "refused"]),
    );
    expect(bare.logs).toEqual(
      expect.arrayContaining(["registry.log: phone", "inspection.log: recusal", "registry.log: refused"]),
    );
    expect(bare.engine.raw).toEqual(
      expect.arrayContaining(["campaign: inspector", "publication: inspector"]),
    );
    expect(bare.engine.raw.filter((place) => place.startsWith("temporal.db"))).not.toEqual([]);
    expect(bare.engine.decoded).toEqual(expect.arrayContaining(["campaign: inspector"]));
    expect(bare.database).toEqual(
      expect.arrayContaining([
        "registry.inspector.id_number: id-number",
        "registry.inspector.phone: phone",
        "registry.project.contact_phone: phone",
        "registry.entity_supervision.contact_phone: phone",
      ]),
    );
  }, 240_000);
});
