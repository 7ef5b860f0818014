import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Python } from "../openapi/python-tools.ts";
import type { Words } from "./seed.ts";

/** What is asked of every answer: that nothing failed inside, and that it is one that the document tells of. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
] as const;

/** By whom a service is asked, and how much. */
export type Asked = {
  service: string;
  /** Where it listens. */
  url: string;
  /** What the caller is, as the outcome names it. */
  caller: string;
  headers: Readonly<Record<string, string>>;
  /** How many requests are made up for each operation, beside those that try each limit of a schema once where `limits` says so. */
  examples: number;
  limits: boolean;
  /** The same requests come of the same seed. */
  seed: number;
};

/** What came of it: how many requests were made, and what was wrong with their answers. */
export type Fuzzed = { cases: number; faults: readonly string[] };

const report = z.object({
  test_cases: z.object({ generated: z.number().int() }),
  failures: z.array(z.json()),
  errors: z.array(z.json()),
});

/** Of what each parameter of a path is a name, where it is none of its collection's own. */
const elsewhere: Readonly<Record<string, string>> = { entryId: "entries", code: "entities" };
const parameters = ["id", "planId", "drawId", "ref", "kind", ...Object.keys(elsewhere)];

/** The settings by which most requests are about something that there is, and texts are often such as people have. */
function settingsOf({ names, texts }: Words): string {
  const there = Object.entries(names).filter(([, values]) => values.length > 0);
  const bound = (dictionary: string, probability: number) =>
    `{ dictionary = ${JSON.stringify(dictionary)}, probability = ${probability} }`;
  const isThere = (collection: string) => there.some(([name]) => name === collection);
  return [
    ...[...there, ["texts", texts] as const].flatMap(([name, values]) => [
      `[dictionaries.${JSON.stringify(name)}]`,
      `values = ${JSON.stringify(values)}`,
    ]),
    "[dictionaries.versions]",
    `values = ${JSON.stringify(["1", "2", "3"].map((version) => `"${version}"`))}`,
    "[parameters]",
    `"header.if-match" = ${bound("versions", 1)}`,
    "[generation.dictionaries]",
    `string = ${bound("texts", 0.3)}`,
    ...there.flatMap(([collection]) => [
      "[[operations]]",
      `include-path-regex = ${JSON.stringify(`^/api/v1/${collection}/`)}`,
      "[operations.parameters]",
      ...parameters.flatMap((parameter) => {
        const from = elsewhere[parameter] ?? collection;
        return isThere(from) ? `"path.${parameter}" = ${bound(from, 0.8)}` : [];
      }),
    ]),
  ].join("\n");
}

/**
 * Makes up requests by a service's own document, about what there is, sends them as that caller, and looks at each answer
 * (Schemathesis).
 */
export async function fuzzService(
  python: Python,
  asked: Asked,
  { folder, words }: { folder: string; words: Words },
): Promise<Fuzzed> {
  const { service, url, caller, headers, examples, limits, seed } = asked;
  const name = join(folder, `${service}-${caller}-${seed}`);
  const [settings, written] = [`${name}.toml`, `${name}.json`];
  writeFileSync(settings, settingsOf(words));
  const options = [
    ...["-m", "schemathesis.cli", "--config-file", settings, "run", `${url}/openapi.json`, "--url", url],
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    ...["--checks", checks.join()],
    ...["--phases", limits ? "examples,coverage,fuzzing" : "fuzzing"],
    ...["-n", String(examples), "--seed", String(seed)],
    // Who calls is given.
    ...["--generation-with-security-parameters", "false"],
    ...["--continue-on-failure", "--no-shrink", "--suppress-health-check", "all"],
    ...["--generation-database", "none", "--warnings", "off", "--no-color"],
    ...["--report", "json", "--report-json-path", written],
  ];
  // It keeps what it found in the folder where it runs.
  const said = await python(options, { cwd: folder }).then(
    ({ stdout }) => stdout,
    // It ends with 1 where it found something.
    (error: unknown) => (error instanceof Error && "stdout" in error ? String(error.stdout) : String(error)),
  );
  const read = readReport(written);
  if (read === undefined) return { cases: 0, faults: [`no report: ${said.slice(-2_000)}`] };
  const faults = [...read.failures, ...read.errors].map((one) => JSON.stringify(one).slice(0, 2_000));
  // With what was asked and answered each time.
  if (faults.length > 0) faults.push(said.slice(-8_000));
  return { cases: read.test_cases.generated, faults };
}

function readReport(file: string) {
  try {
    return report.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
