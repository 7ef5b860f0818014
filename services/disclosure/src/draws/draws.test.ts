import { FILE_NAMES, LARGEST_FILE } from "@shuangsui/lottery";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shownCodes } from "../../../../infra/e2e/shown-codes.ts";
import type { CallOptions } from "../../../../infra/embedded/test-harness.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { partBytes } from "./files.ts";
import { createVerifier } from "./verifier.ts";

let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-11-24T03:00:00Z"), "development");
}, 120_000);
afterAll(() => harness.close());

/** The three draws of the lottery's vectors: each verifies, and each is of 芒市. */
const vectors = { d21: "draw-60", d13: "draw-40", d15: "draw-90" } as const;
type DrawId = keyof typeof vectors;
const bytesOf = (draw: DrawId, file: string) =>
  readFileSync(new URL(`../../../../packages/lottery/vectors/${vectors[draw]}/${file}`, import.meta.url));

const campaignId = "019a0000-0000-7000-8000-000000000021";
const announcement = {
  authority: "533103",
  campaignId,
  title: "芒市建筑施工专项抽查",
  state: "committed",
  cause: null,
  previousDraw: null,
  statistics: [],
  witnesses: [{ name: "甲", unit: "公证处" }],
};
/** Announces it, and asks again while it is being verified. */
const announce = (id: string, changes: Record<string, unknown> = {}, options: CallOptions = {}) =>
  until(
    () =>
      harness.ask("PUT", `/api/v1/draws/${id}`, {
        service: true,
        body: { ...announcement, ...changes },
        ...options,
      }),
    ({ status }) => status !== 202,
  );
const hand = (id: string, file: string, body: unknown, options: CallOptions = {}) =>
  harness.ask("PUT", `/api/v1/draws/${id}/files/${file}`, { service: true, body, ...options });
async function handAll(id: DrawId, changes: Record<string, Buffer> = {}): Promise<void> {
  for (const file of FILE_NAMES)
    expect((await hand(id, file, changes[file] ?? bytesOf(id, file))).status).toBe(201);
}
/** What anybody gets of a file. */
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, harness.portal), { headers });

describe("a draw handed over for the public", () => {
  it("shows only its commitment until it is revealed, then every file byte for byte", async () => {
    expect((await announce("d21")).body).toMatchObject({
      drawId: "d21",
      state: "committed",
      revealedAt: null,
    });
    await handAll("d21");
    for (const file of FILE_NAMES) {
      const answer = await get(`/api/v1/draws/d21/${file}`);
      if (file === "commitment.json") {
        expect(Buffer.from(await answer.arrayBuffer()).equals(bytesOf("d21", file))).toBe(true);
        continue;
      }
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
      expect(await answer.json()).toMatchObject({ code: "draw/not-revealed" });
    }
    const page = await (await get("/draws/d21")).text();
    expect(page).toContain("commitment.json");
    expect(page).not.toContain("targets.csv");

    expect((await announce("d21", { state: "revealed" })).body).toMatchObject({ state: "revealed" });
    for (const file of FILE_NAMES) {
      const answer = await get(`/api/v1/draws/d21/${file}`);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytesOf("d21", file))).toBe(true);
      // Bytes that never change need not be sent twice.
      const tag = String(answer.headers.get("etag"));
      expect((await get(`/api/v1/draws/d21/${file}`, { "if-none-match": `"other", W/${tag}` })).status).toBe(
        304,
      );
    }
    expect(await (await get("/draws/d21")).text()).toContain("targets.csv");
  });

  it("that is void promises no file that will not come", async () => {
    await announce("void-draw", { state: "void", cause: "见证人未在期限前揭示：见证人乙" });
    const page = await fetch(new URL("/draws/void-draw", harness.portal)).then((answer) => answer.text());
    expect(page).toContain("不会再公开其他文件");
    expect(page).not.toContain("检查结束后公开其余文件");
  });

  it("gives its statistics by code, and says them in words on its page", async () => {
    const statistics = [
      { code: "registered", value: 700 },
      { code: "visits-above-cap", value: 3 },
    ];
    await announce("counted", { statistics });
    expect((await harness.readPublic("/api/v1/draws/counted")).body).toMatchObject({
      statistics,
    });
    const page = await (await get("/draws/counted")).text();
    expect(page).toContain("<dt>名录库对象数</dt><dd>700</dd>");
    expect(page).toContain("<dt>未抽取：本年度检查次数已达上限</dt><dd>3</dd>");
    expect(shownCodes(page)).toEqual([]);
  });

  it("is never changed: neither a file, nor its campaign, nor a state that is final", async () => {
    await announce("d13");
    expect((await hand("d13", "targets.csv", bytesOf("d13", "targets.csv"))).status).toBe(201);
    // The same again is the same; other bytes are refused, and the first harness.
    expect((await hand("d13", "targets.csv", bytesOf("d13", "targets.csv"))).status).toBe(201);
    const immutable = { status: 409, body: { code: "draw/immutable" } };
    expect(await hand("d13", "targets.csv", bytesOf("d15", "targets.csv"))).toMatchObject(immutable);
    expect(await announce("d13", { campaignId: "019a0000-0000-7000-8000-000000000099" })).toMatchObject(
      immutable,
    );
    expect(await announce("d13", { authority: "533102" })).toMatchObject(immutable);

    await handAll("d13");
    expect((await announce("d13", { state: "revealed" })).status).toBe(200);
    for (const state of ["committed", "void"])
      expect(await announce("d13", { state })).toMatchObject(immutable);
    // A reveal told twice is one.
    expect((await announce("d13", { state: "revealed", title: "另一个标题" })).body).toMatchObject({
      state: "revealed",
      title: announcement.title,
    });
  });

  it("is shown as void with its cause, and is not revealed after that", async () => {
    const cause = "双色球第2026135期未开奖";
    await announce("void-1");
    expect((await announce("void-1", { state: "void", cause })).body).toMatchObject({ state: "void" });
    expect(await announce("void-1", { state: "revealed" })).toMatchObject({
      status: 409,
      body: { code: "draw/immutable" },
    });
    expect(await (await get("/draws/void-1")).text()).toContain(cause);
    expect((await harness.readPublic("/api/v1/draws/void-1")).body).toMatchObject({
      cause,
      files: [],
    });
  });

  it("is not revealed where anything in it does not verify, and names the check", async () => {
    const doesNotVerify = (detail: RegExp) => ({
      status: 422,
      body: { code: "draw/does-not-verify", detail: expect.stringMatching(detail) },
    });
    await announce("d15");
    await hand("d15", "commitment.json", bytesOf("d15", "commitment.json"));
    expect(await announce("d15", { state: "revealed" })).toMatchObject(doesNotVerify(/is missing/));

    // One digit of one target's count of violations.
    const targets = bytesOf("d15", "targets.csv");
    const changed = Buffer.from(targets);
    const at = changed.length - 2;
    changed[at] = changed[at] === 0x30 ? 0x31 : 0x30;
    await handAll("d15", { "targets.csv": changed });
    expect(await announce("d15", { state: "revealed" })).toMatchObject(doesNotVerify(/targets/));
    expect((await get("/api/v1/draws/d15/targets.csv")).status).toBe(404);

    // Files that verify, but of another draw; or of another authority.
    await announce("another");
    for (const file of FILE_NAMES) await hand("another", file, bytesOf("d15", file));
    expect(await announce("another", { state: "revealed" })).toMatchObject(doesNotVerify(/another draw/));
  });

  it("takes and gives a large file as it comes, in parts, and keeps none that breaks off", async () => {
    await announce("large");
    // Three parts and a bit: such a file is never whole in the service.
    const large = randomBytes(3 * partBytes + 17);
    const broken = connect(Number(new URL(harness.url).port), "127.0.0.1");
    const token = await harness.issuer.credentials("inspection").token();
    broken.write(
      `PUT /api/v1/draws/large/files/commitment.json HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/octet-stream\r\ncontent-length: ${large.length}\r\n\r\n`,
    );
    broken.write(large.subarray(0, 2 * partBytes));
    broken.end();
    await once(broken.resume(), "close");
    expect((await get("/api/v1/draws/large/commitment.json")).status).toBe(404);

    expect(await hand("large", "commitment.json", large)).toMatchObject({
      status: 201,
      body: { sha256: createHash("sha256").update(large).digest("hex") },
    });
    const answer = await get("/api/v1/draws/large/commitment.json");
    expect(answer.headers.get("content-length")).toBe(String(large.length));
    expect(Buffer.from(await answer.arrayBuffer()).equals(large)).toBe(true);
    const etag = String(answer.headers.get("etag"));
    const again = await get("/api/v1/draws/large/commitment.json", { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect((await again.arrayBuffer()).byteLength).toBe(0);
    expect((await hand("large", "commitment.json", large.subarray(1))).body).toMatchObject({
      code: "draw/immutable",
    });
  });

  it("is verified while others are answered, and whoever asks again hears what came of it", async () => {
    const impatient = createVerifier(harness.database, 0);
    const draw = { id: "d21", authority: "533103" };
    expect(await impatient.verify(draw)).toBe("pending");
    expect(
      await until(
        () => impatient.verify(draw),
        (told) => told !== "pending",
      ),
    ).toBe("verified");
    // Its files are of one authority, whatever is asked.
    const theirs = { ...draw, authority: "533102" };
    await expect(
      until(
        () => impatient.verify(theirs),
        (told) => told !== "pending",
      ),
    ).rejects.toMatchObject({ code: "draw/does-not-verify" });
    await impatient.close();
  });

  it("comes only from the system's own services", async () => {
    const stranger = { service: false };
    expect(await announce("theirs", {}, stranger)).toMatchObject({
      status: 403,
      body: { code: "caller/not-service" },
    });
    expect(await hand("d21", "reveal.json", bytesOf("d21", "reveal.json"), stranger)).toMatchObject({
      status: 403,
    });
  });

  it("is refused to a stranger at its headers, before anything of it came", async () => {
    const announced = async (headers: string) => {
      const socket = connect(Number(new URL(harness.url).port), "127.0.0.1");
      await once(socket, "connect");
      socket.write(
        `PUT /api/v1/draws/d21/files/targets.csv HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\n${headers}content-length: ${LARGEST_FILE}\r\n\r\n`,
      );
      return socket;
    };
    const service = await announced(
      `authorization: Bearer ${await harness.issuer.credentials("inspection").token()}\r\n`,
    );
    let answered = false;
    service.once("data", () => (answered = true));
    const stranger = await announced("");
    const [answer] = await once(stranger, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 401 [^]*"code":"caller\/missing"/);
    expect(answered).toBe(false);
    for (const socket of [service, stranger]) socket.destroy();
  });

  it("is refused with a problem where it is malformed, and leaves nothing", async () => {
    const invalid = { status: 422, body: { code: "body/invalid" } };
    for (const changes of [
      { title: "含\u0000字符" },
      { title: "\ud800" },
      { authority: 533103 },
      { state: "open" },
      { statistics: [{ code: "抽取", value: 1 }] },
      { statistics: [{ code: "drawn", value: "1\u0000" }] },
      { previousDraw: "../d21" },
      { more: 1 },
    ])
      expect(await announce("bad", changes)).toMatchObject(invalid);
    expect((await announce("bad", { authority: "999999" })).body).toMatchObject({
      code: "caller/authority-unknown",
    });
    expect(
      await announce("bad", {}, { body: `{"__proto__":{},${JSON.stringify(announcement).slice(1)}` }),
    ).toMatchObject({ status: 422 });
    expect((await harness.readPublic("/api/v1/draws/bad")).status).toBe(404);
    expect((await announce("a%20b")).status).toBe(422);
    expect((await announce("x".repeat(81))).status).toBe(422);

    expect((await hand("nowhere", "reveal.json", bytesOf("d21", "reveal.json"))).status).toBe(404);
    expect((await hand("d21", "passwd", Buffer.from("x"))).status).toBe(422);
    expect(await hand("d21", "reveal.json", "{}")).toMatchObject({
      status: 415,
      body: { code: "body/media-type" },
    });
  });

  it("is asked for with a clear answer where there is none", async () => {
    expect((await get("/api/v1/draws/nowhere")).status).toBe(404);
    expect((await get("/api/v1/draws/nowhere/commitment.json")).status).toBe(404);
    expect((await get("/api/v1/draws/d21/..%2f..%2fetc%2fpasswd")).status).toBe(422);
    await announce("no-files");
    expect((await get("/api/v1/draws/no-files/commitment.json")).status).toBe(404);
  });

  it("is listed newest first, page by page, none twice and none left out", async () => {
    const at = await harness.clock.now();
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      await harness.skipTo(new Date(at.getTime() + (i + 1) * 1_000));
      ids.unshift(`listed-${i}`);
      expect((await announce(`listed-${i}`, { authority: "533124" })).status).toBe(200);
    }
    const seen: unknown[] = [];
    let after: string | null = "";
    while (after !== null) {
      const cursor: string = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
      const { body } = await harness.readPublic(`/api/v1/draws?authority=533124&limit=2${cursor}`);
      seen.push(...(body["items"] as { drawId: string }[]).map(({ drawId }) => drawId));
      after = body["next"] as string | null;
    }
    expect(seen).toEqual(ids);
    for (const query of ["after=rubbish", "limit=0", "limit=1.5", "authority=x", "after=%00"])
      expect((await harness.readPublic(`/api/v1/draws?${query}`)).status).toBe(422);
  });
});
