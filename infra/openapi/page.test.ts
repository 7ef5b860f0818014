import { knownAuthorities } from "@shuangsui/contracts";
import { tokenVerifier } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startIssuer, type TestIssuer } from "../../packages/service-kit/src/testing/issuer.ts";
import { openApps, type Apps } from "../e2e/documents.ts";

let apps: Apps;
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
  apps = await openApps(tokenVerifier(issuer.url));
});
afterAll(async () => {
  await apps.close();
  await issuer.close();
});

const gateway = z.object({
  paths: z.record(z.string(), z.object({ servers: z.array(z.object({ url: z.string() })) }).loose()),
});

describe("the one document of all services", () => {
  it("has each operation of each under an id of its own, and names the server that takes it", async () => {
    const { paths } = gateway.parse((await apps.inspection.inject("/docs/openapi.json")).json());
    for (const service of ["registry", "disclosure", "portal", "identity", "inspection"] as const) {
      const own: unknown = (await apps[service].inject("/openapi.json")).json();
      const wanted = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(own).paths;
      for (const path of Object.keys(wanted)) expect(paths).toHaveProperty([`/${service}${path}`]);
    }
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap(
        (one) => z.object({ operationId: z.string() }).safeParse(one).data ?? [],
      ),
    );
    expect(new Set(ids.map(({ operationId }) => operationId)).size).toBe(ids.length);
  });

  it("is true: each service takes its paths under its own name as well, and no other's", async () => {
    const { paths } = gateway.parse((await apps.inspection.inject("/docs/openapi.json")).json());
    const [code] = knownAuthorities().map((one) => one.code);
    const authorization = `Bearer ${await issuer.tokenFor({ authority: code ?? "", actor: "official-1" })}`;
    for (const path of ["/registry/api/v1/items", "/disclosure/api/v1/events", "/inspection/api/v1/events"]) {
      const base = new URL(paths[path]?.servers[0]?.url ?? "", apps.urls.inspection);
      const response = await fetch(new URL(path, base), { headers: { authorization } });
      expect([path, response.status]).toEqual([path, 200]);
    }
    expect((await apps.registry.inject("/inspection/api/v1/plans")).statusCode).toBe(404);
  });
});

describe("the page about all of them", () => {
  it("is for everybody, and may load and send nothing elsewhere", async () => {
    expect(await apps.inspection.inject("/docs")).toMatchObject({ statusCode: 301 });
    const page = await apps.inspection.inject("/docs/");
    expect(page.statusCode).toBe(200);
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toMatch(/default-src 'none'; script-src 'self' 'sha256-[^']+';/);
    expect(policy).not.toMatch(/https?:/);
  });
});
