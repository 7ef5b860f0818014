import { importView } from "@shuangsui/contracts";
import { join } from "node:path";
import { keyOf, personAt } from "../../sample/people.ts";
import { sampleFiles } from "../../sample/generate.ts";
import { startChild } from "../child.ts";
import { closing, inPlace } from "../../embedded/place.ts";
import { load, loadAs } from "./load.ts";
import { comparePages } from "./pages.ts";
import { startRegistry } from "./start.ts";
import { compare, type Result } from "../result.ts";

export type ReadSizes = { runs: number; seconds: number };

const authority = "533103";

/** Reads of one entity by its code over HTTP, from PostgreSQL, against a bare Fastify's hello; and what verifying the token costs of them. */
export function compareReads(sizes: ReadSizes, log: (line: string) => void): Promise<Result[]> {
  return inPlace(log, async (place) => {
    const registry = await startRegistry(place, log);
    const entities = sampleFiles().get(authority)?.["entities.csv"] ?? "";
    const clerk = personAt(registry.url, registry.issuer, authority);
    const carrier = startChild(join(import.meta.dirname, "..", "imports", "carrier.ts"), registry.opens);
    await carrier.message();
    const address = "/api/v1/imports?register=entities&apply=all";
    const { body } = await clerk.upload(address, entities, keyOf("bench", "entities"));
    carrier.send(`${importView.parse(body).id} ${authority}`);
    await carrier.message();
    await carrier.stop();
    const codes = entities
      .split("\n")
      .slice(1)
      .flatMap((line) => line.split(",")[0] || []);
    const paths = codes.map((code) => `/api/v1/entities/${code}`);
    const program = join(import.meta.dirname, "registry.ts");
    const [hello, verifying, believing] = [
      startChild(join(import.meta.dirname, "hello.ts")),
      startChild(program, [...registry.opens, registry.issuer.url]),
      startChild(program, registry.opens),
    ];
    return closing(
      async () => {
        const asClerk = loadAs(registry.issuer, authority, paths, registry.server().postgres);
        const helloUrl = String(await hello.message());
        const ours = () => asClerk(registry.url, registry.pid(), sizes.seconds);
        const rival = () => load(helloUrl, ["/"], hello.pid, sizes.seconds);
        const warm = Math.min(2, sizes.seconds);
        await asClerk(registry.url, registry.pid(), warm);
        await load(helloUrl, ["/"], hello.pid, warm);
        const [verified, believed] = [String(await verifying.message()), String(await believing.message())];
        const withToken = (url: string, { pid }: { pid: number }, seconds = sizes.seconds) =>
          asClerk(url, pid, seconds);
        await withToken(verified, verifying, warm);
        await withToken(believed, believing, warm);
        return [
          await compare(
            {
              name: "registry read / Fastify hello",
              unit: "requests/s",
              goal: { of: "ratio", is: "at least", value: 0.4 },
              runs: sizes.runs,
              ours,
              rival,
            },
            log,
          ),
          await compare(
            {
              name: "registry read, token verified / believed",
              unit: "requests/s",
              runs: sizes.runs,
              ours: () => withToken(verified, verifying),
              rival: () => withToken(believed, believing),
            },
            log,
          ),
          await comparePages({ ...registry.server(), ...registry.portal, folder: place.folder }, sizes, log),
        ];
      },
      async () =>
        void (await Promise.all([
          ...[hello, verifying, believing].map((one) => one.stop()),
          registry.issuer.close(),
        ])),
    );
  });
}
