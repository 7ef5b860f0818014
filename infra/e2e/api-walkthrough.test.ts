import { campaignDetail } from "@shuangsui/contracts";
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { closing, inPlace } from "../embedded/place.ts";
import { startStack, type Stack } from "../embedded/stack.ts";
import {
  approveLocalDraw,
  ok,
  publishedPlan,
  registerSample,
  windowFrom,
  witnessedDraw,
} from "../sample/officials.ts";
import { personAt } from "../sample/people.ts";
import { builderItems, testWitnesses } from "./builders.ts";

const authority = "533103";
const root = join(import.meta.dirname, "..", "..");
const text = readFileSync(join(root, "docs", "api.md"), "utf8");
/** The code of a language in the walkthrough, as it stands there. */
const codeIn = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n([^]+?)\`\`\``, "g"))].map(([, code = ""]) => code);

const onPath = (program: string) =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
const missing = ["bash", "curl", "jq", "python3"].filter((program) => !onPath(program));
const unlessAll = missing.length === 0 ? "" : ` (SKIPPED: no ${missing.join(", ")} here)`;

const [tokenCode = "", curlCode = ""] = codeIn("sh");
const [typeScriptCode = ""] = codeIn("ts");
const [pythonCode = ""] = codeIn("python");

/** A published plan with an entry for each language. */
async function planOn(stack: Stack) {
  const official = personAt(stack.endpoints.inspection, stack.people, authority);
  await registerSample(personAt(stack.endpoints.registry, stack.people, authority), authority);
  await approveLocalDraw(official);
  const ratios = { A: "0.01", B: "0.01", C: "0.01", D: "0.01" };
  const scope = { targetKind: "entity" as const, categories: ["builder"] };
  const entries = ["甲", "乙", "丙"].map((name) => ({
    title: `抽查${name}`,
    items: builderItems,
    scope,
    ratios,
  }));
  const plan = await publishedPlan(official, "年度执法检查计划", new Date(), 30, entries);
  return { official, plan };
}

it.skipIf(missing.length > 0)(
  `docs/api.md: a campaign is triggered, followed and read, by the very lines of each language${unlessAll}`,
  () =>
    inPlace(
      () => undefined,
      async ({ folder }) => {
        const dataDir = join(folder, "data");
        mkdirSync(dataDir);
        const stack = await startStack({
          dataDir,
          log: () => undefined,
          databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
        });
        await closing(
          async () => {
            const { identity, inspection, portal } = stack.endpoints;
            writeFileSync(join(dataDir, "endpoints.json"), JSON.stringify({ identity }));
            const { official, plan } = await planOn(stack);

            // Given the token that the first lines get.
            const { stdout } = await promisify(execFile)("bash", ["-c", `${tokenCode}\necho "$TOKEN"`], {
              cwd: root,
              env: { ...process.env, SHUANGSUI_DATA: dataDir },
            });
            const TOKEN = stdout.trim();
            expect(TOKEN).toMatch(/^eyJ/);

            // When each program triggers the campaign of an entry of its own, and officials and witnesses do their part.
            writeFileSync(join(folder, "walk.ts"), typeScriptCode);
            const programs: [string, string[]][] = [
              ["bash", ["-c", `set -eo pipefail\n${curlCode}`]],
              [process.execPath, [join(folder, "walk.ts")]],
              ["python3", ["-c", pythonCode]],
            ];
            for (const [index, [program, args]] of programs.entries()) {
              const ENTRY = plan.entries[index]?.id ?? "";
              const environment = {
                INSPECTION: inspection,
                PORTAL: portal,
                TOKEN,
                PLAN: plan.id,
                ENTRY,
              };
              const said = await walked(program, args, environment, async (id) => {
                const campaign = campaignDetail.parse(
                  ok(await official.get(`/api/v1/campaigns/${id}`), "it"),
                );
                await witnessedDraw(official, campaign, windowFrom(new Date(), 20), testWitnesses);
              });

              // Then it says how many were drawn, and that the commitment is public.
              expect(said).toMatch(/^campaign [0-9a-f-]{36}\ninspections [1-9][0-9]*\ndraw committed\n$/);
            }
          },
          () => stack.stop(),
        );
      },
    ),
  300_000,
);

/** Runs a program to its end, and does something as soon as it names its campaign. Gives what it said. */
function walked(
  program: string,
  args: readonly string[],
  environment: Record<string, string>,
  onCampaign: (id: string) => Promise<void>,
): Promise<string> {
  const child = spawn(program, args, {
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...environment },
  });
  let said = "";
  let failed = "";
  let other: Promise<void> | undefined;
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
    const id = /^campaign (\S+)\n/.exec(said)?.[1];
    if (id !== undefined && other === undefined) {
      other = onCampaign(id);
      other.catch(() => child.kill());
    }
  });
  child.stderr.on("data", (data: Buffer) => (failed += data.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const ended = other ?? Promise.resolve();
      ended.then(
        () => (code === 0 ? resolve(said) : reject(new Error(`${program} ended with ${code}: ${failed}`))),
        reject,
      );
    });
  });
}
