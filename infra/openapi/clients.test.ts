import { createConfig, lintFromString } from "@redocly/openapi-core";
import { tokenVerifier } from "@shuangsui/service-kit";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import openapiTypes, { astToString } from "openapi-typescript";
import { generate } from "orval";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startIssuer, type TestIssuer } from "../../packages/service-kit/src/testing/issuer.ts";
import { projectCache } from "../embedded/temporal-binaries.ts";
import { openApps, type Apps } from "../e2e/documents.ts";
import { pythonTools, type Python } from "./python-tools.ts";

const apis = ["registry", "inspection", "disclosure", "portal", "identity"] as const;
const python = await pythonTools();
const unlessPython = python === undefined ? " (SKIPPED: no Python with pip here, or no PyPI)" : "";
const authority = "533103";

let apps: Apps;
let issuer: TestIssuer;
let folder: string;
const fileOf = (name: string) => join(folder, `${name}.json`);

beforeAll(async () => {
  mkdirSync(projectCache, { recursive: true });
  folder = mkdtempSync(join(projectCache, "clients-"));
  issuer = await startIssuer();
  apps = await openApps(tokenVerifier(issuer.url));
  for (const name of apis) {
    writeFileSync(fileOf(name), (await apps[name].inject("/openapi.json")).body);
  }
  writeFileSync(fileOf("gateway"), (await apps.inspection.inject("/docs/openapi.json")).body);
});
afterAll(async () => {
  await apps.close();
  await issuer.close();
  rmSync(folder, { recursive: true });
});

describe.each([...apis, "gateway"] as const)("the document of %s", (name) => {
  it("breaks none of the rules that Redocly recommends", async () => {
    const config = await createConfig({ extends: ["recommended"] });
    const source = readFileSync(fileOf(name), "utf8");
    const found = await lintFromString({ source, absoluteRef: fileOf(name), config });
    expect(found.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  });

  it("becomes types that compile, by openapi-typescript", async () => {
    const types = join(folder, `${name}.types.ts`);
    writeFileSync(types, astToString(await openapiTypes(pathToFileURL(fileOf(name)))));
    expect(faultsOf(types)).toEqual([]);
  });
});

it.skipIf(python === undefined)(
  `the documents pass openapi-spec-validator${unlessPython}`,
  async () => {
    const files = [...apis, "gateway"].map(fileOf);
    const { stdout } = await required()(["-m", "openapi_spec_validator", ...files]);
    expect(stdout.trim().split("\n")).toEqual(files.map((file) => `${file}: OK`));
  },
  // Much of it, and Python takes its time.
  90_000,
);

it("orval makes clients of all documents that compile, by one of which an official lists items", async () => {
  for (const name of apis) {
    const target = join(folder, `${name}.client.ts`);
    await generate({
      input: { target: fileOf(name) },
      output: { target, client: "fetch", baseUrl: apps.urls[name] },
    });
    expect(faultsOf(target)).toEqual([]);
  }
  const client: unknown = await import(pathToFileURL(join(folder, "registry.client.ts")).href);
  const { getItems } = z
    .object({ getItems: z.custom<Listing>((made) => typeof made === "function") })
    .parse(client);
  const authorization = `Bearer ${await issuer.tokenFor({ authority, actor: "official-1" })}`;
  const answer = await getItems({ limit: "5" }, { headers: { authorization } });
  expect(answer).toMatchObject({ status: 200, data: { items: [], next: null } });
  expect(await getItems({})).toMatchObject({ status: 401, data: { code: "caller/missing" } });
});

it.skipIf(python === undefined)(
  `openapi-python-client makes clients of all documents, by one of which an official lists campaigns${unlessPython}`,
  async () => {
    const generator = [
      "import sys",
      "from openapi_python_client.cli import app",
      "for name in sys.argv[1:]:",
      '  asked = ["generate", "--path", f"{name}.json", "--output-path", f"{name}_client", "--meta", "none"]',
      "  app(asked, standalone_mode=False)",
    ].join("\n");
    const { stdout: told, stderr } = await required()(["-c", generator, ...apis], { cwd: folder });
    const notParsed = (told + stderr).matchAll(/parsing (\S+ \S+) within \S+ Endpoint will not be/g);
    const leftOut = [...notParsed].map(([, one]) => one);
    const program = [
      "import os",
      "from inspection_client import AuthenticatedClient",
      "from inspection_client.api.campaigns import get_campaigns",
      'client = AuthenticatedClient(base_url=os.environ["INSPECTION"], token=os.environ["TOKEN"])',
      "print(get_campaigns.sync(client=client).to_dict())",
    ].join("\n");
    const TOKEN = await issuer.tokenFor({ authority, actor: "official-1" });
    const environment = { INSPECTION: apps.urls.inspection, TOKEN };
    const { stdout } = await required()(["-c", program], { packages: folder, environment });
    // As docs/api.md tells: it does not know bodies that are unions, nor those that are PDF or a picture.
    expect(leftOut).toEqual([
      "PUT /api/v1/tips/{id}/evidence/{hash}",
      "POST /api/v1/inspections",
      "POST /api/v1/inspections/{id}/commands/record",
    ]);
    expect(stdout.trim()).toBe("{'items': [], 'next': None}");
  },
  90_000,
);

type Listing = (query: { limit?: string }, init?: RequestInit) => Promise<unknown>;

function required(): Python {
  if (python === undefined) throw new Error("there is no Python");
  return python;
}

const compilerOptions: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  skipLibCheck: true,
};
const host = ts.createCompilerHost(compilerOptions);
const libraries = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says against a file that was made. The libraries are parsed once for all files. */
function faultsOf(file: string): string[] {
  const getSourceFile: typeof host.getSourceFile = (name, ...rest) => {
    if (name === file) return host.getSourceFile(name, ...rest);
    if (!libraries.has(name)) libraries.set(name, host.getSourceFile(name, ...rest));
    return libraries.get(name);
  };
  const program = ts.createProgram([file], compilerOptions, { ...host, getSourceFile });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
