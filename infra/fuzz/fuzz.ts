import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Python } from "../openapi/python-tools.ts";

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

/** Makes up requests by a service's own document, sends them as that caller, and looks at each answer (Schemathesis). */
export async function fuzzService(python: Python, asked: Asked, folder: string): Promise<Fuzzed> {
  const { service, url, caller, headers, examples, limits, seed } = asked;
  const written = join(folder, `${service}-${caller}-${seed}.json`);
  const said = await python([
    ...["-m", "schemathesis.cli", "run", `${url}/openapi.json`, "--url", url],
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    ...["--checks", checks.join()],
    ...["--phases", limits ? "examples,coverage,fuzzing" : "fuzzing"],
    ...["-n", String(examples), "--seed", String(seed)],
    ...["--continue-on-failure", "--no-shrink", "--suppress-health-check", "all"],
    ...["--generation-database", "none", "--warnings", "off", "--no-color"],
    ...["--report", "json", "--report-json-path", written],
  ]).then(
    ({ stdout }) => stdout,
    // It ends with 1 where it found something.
    (error: unknown) => (error instanceof Error && "stdout" in error ? String(error.stdout) : String(error)),
  );
  const read = readReport(written);
  if (read === undefined) return { cases: 0, faults: [`no report: ${said.slice(-2_000)}`] };
  const faults = [...read.failures, ...read.errors].map((one) => JSON.stringify(one).slice(0, 2_000));
  return { cases: read.test_cases.generated, faults };
}

function readReport(file: string) {
  try {
    return report.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
