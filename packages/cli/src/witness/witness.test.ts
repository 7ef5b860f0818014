import type { CampaignDetail } from "@shuangsui/contracts";
import { makeSecret, witnessHash } from "@shuangsui/lottery";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  builders,
  campaigning,
  signedInAs,
  type Campaigning,
} from "../../../../services/inspection/src/testing/campaigns.ts";
import { sampleHeld } from "../../../../services/inspection/src/testing/fake-registry.ts";
import {
  startInspectionHarness,
  type InspectionHarness,
} from "../../../../services/inspection/src/testing/harness.ts";

const [first, second] = [
  { name: "见证人甲", unit: "芒市公证处" },
  { name: "见证人乙", unit: "芒市建筑业协会" },
];
let harness: InspectionHarness;
let does: Campaigning;
let campaign: CampaignDetail;
let folder = "";
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  does = campaigning(harness);
  await does.approveVenue();
  campaign = await does.triggered(await does.publishedPlan([builders]));
  await does.setScheme(campaign.id);
  folder = await mkdtemp(join(tmpdir(), "shuangsui-witness-"));
}, 180_000);
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

type Device = { name: string; unit: string };
const keepsIn = ({ name }: Device) => join(folder, encodeURIComponent(name).replaceAll("%", ""));
const fileOf = (device: Device) => join(keepsIn(device), `${campaign.drawId}.json`);

/** Runs the command as a process of its own, as on the witness's own machine. */
async function shuangsui(device: Device, what: string, options: object = {}) {
  const person = { authority: "533103", ...signedInAs(device), ...options };
  const token = await harness.issuer.tokenFor(person);
  const args = [what, campaign.id, "--url", harness.url, "--keep", keepsIn(device)];
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", "main.ts"), "witness", ...args], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      SHUANGSUI_TOKEN: token,
    },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}

describe("a witness on its own machine (article 23)", { timeout: 60_000 }, () => {
  it("is bound by the hash of a secret that it alone can read and that does not leave the machine", async () => {
    const { code, stdout, stderr } = await shuangsui(first, "commit");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const kept = JSON.parse(await readFile(fileOf(first), "utf8")) as { contribution: string };
    expect((await stat(fileOf(first))).mode & 0o777).toBe(0o600);
    expect(stdout).not.toContain(kept.contribution);
    const { draw } = await does.read(campaign.id);
    const hash = witnessHash(campaign.drawId, first.name, kept.contribution);
    expect(draw.witnesses).toEqual([{ ...first, hash, contributed: false }]);
    // Bound again it keeps the secret that it has.
    expect((await shuangsui(first, "commit")).code).toBe(0);
    expect(JSON.parse(await readFile(fileOf(first), "utf8"))).toEqual(kept);
  });

  it("is none where it may draw there, or is of the authority that draws, or its account names nobody", async () => {
    const drawer = { roles: ["witness", "drawer"] };
    const ofUnit = { witness: { name: "见证人丙" } };
    for (const [options, refusal] of [
      [drawer, "draw/witness-not-independent"],
      [ofUnit, "draw/witness-not-independent"],
      [{ witness: undefined }, "draw/not-its-witness"],
      [{ roles: ["drawer"] }, "caller/not-allowed"],
    ] as const) {
      const { code, stderr } = await shuangsui({ name: "见证人丙", unit: "司法局" }, "commit", options);
      expect({ code, stderr }).toMatchObject({ code: 1 });
      expect(stderr).toContain(refusal);
    }
    expect((await does.read(campaign.id)).draw.witnesses).toHaveLength(1);
  });

  it("reveals nothing before the commitment is public, nor what does not fit", async () => {
    expect((await shuangsui(second, "commit")).code).toBe(0);
    expect((await shuangsui(second, "reveal")).stderr).toContain("nothing to reveal");
    const kept = await readFile(fileOf(second), "utf8");
    await writeFile(fileOf(second), JSON.stringify({ drawId: campaign.drawId, contribution: makeSecret() }));
    expect((await shuangsui(second, "reveal")).stderr).toContain("is not the one");
    await writeFile(fileOf(second), kept);
  });

  it("is not bound by another: a drawer has no address for that, and no commitment is made by a witness", async () => {
    const hash = "b".repeat(64);
    const path = `/api/v1/campaigns/${campaign.id}/witnesses`;
    const asDrawer = { roles: ["drawer"] as const, body: { hash } };
    expect(await harness.call("POST", path, asDrawer)).toMatchObject({ status: 403 });
    const named = { ...signedInAs(first), body: { hash, name: "见证人乙", unit: "别处" } };
    expect(await harness.call("POST", path, named)).toMatchObject({ body: { code: "body/invalid" } });
    const committing = { body: {}, actor: signedInAs(first).actor };
    expect(
      await harness.call("POST", `/api/v1/campaigns/${campaign.id}/commands/commit`, committing),
    ).toMatchObject({ body: { code: "draw/witness-not-independent" } });
  });

  it("reveals on its own machine, and with the last one the draw is made; its unit is shown to the public", async () => {
    expect((await does.commit(campaign.id)).status).toBe(200);
    await does.announced(campaign.id);
    const shown = harness.disclosure.draws.get(campaign.drawId);
    expect(shown?.announcement.witnesses).toEqual([first, second]);
    for (const device of [first, second])
      expect(await shuangsui(device, "reveal")).toMatchObject({ code: 0, stderr: "" });
    expect((await shuangsui(first, "reveal")).stderr).toContain("nothing to reveal");
    await does.reached(campaign.id, "running");
  });
});
