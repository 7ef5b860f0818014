import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const VECTORS = join(import.meta.dirname, "../../lottery/vectors");

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own. */
function shuangsui(...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], { stdio: "pipe" });
  const ran = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (ran.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (ran.stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...ran }));
  });
}

let home = "";
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "shuangsui-cli-"));
});
afterAll(() => rm(home, { recursive: true }));

/** A copy of a vector, to be changed. */
async function copyOf(vector: string, name: string): Promise<string> {
  const folder = join(home, name);
  await cp(join(VECTORS, vector), folder, { recursive: true });
  return folder;
}

function oneLine({ code, stdout, stderr }: Ran): { code: number | null; stdout: string; said: string } {
  expect(stderr.split("\n").length).toBe(2);
  return { code, stdout, said: stderr };
}

describe("usage", () => {
  test("help is on stdout, and a call that means nothing exits 2", async () => {
    const help = await shuangsui("help");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("shuangsui verify FOLDER");
    for (const args of [[], ["draw"], ["verify"], ["verify", "a", "b"], ["verify", "a", "--key", "b"]]) {
      expect(oneLine(await shuangsui(...args))).toMatchObject({ code: 2, stdout: "" });
    }
  });
});

describe("a folder", () => {
  test.each(["draw-40", "draw-60", "draw-90"])(
    "%s is verified, each check by name, and the log named as not checked",
    async (name) => {
      const { code, stdout, stderr } = await shuangsui("verify", join(VECTORS, name));

      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      for (const check of [
        "committed roots",
        "quotas",
        "servable",
        "secret",
        "beacon",
        "targets and tickets",
        "changes",
      ]) {
        expect(stdout).toContain(`ok: ${check}: `);
      }
      expect(stdout).toContain("not checked: log");
      expect(stdout.endsWith("  verified\n")).toBe(true);
    },
  );

  test("a changed byte is refused with file and line", async () => {
    const folder = await copyOf("draw-40", "changed");
    const text = await readFile(join(folder, "result.ndjson"), "utf8");
    await writeFile(join(folder, "result.ndjson"), text.replace('"officers":[13,20]', '"officers":[13,21]'));

    const { code, stdout, stderr } = await shuangsui("verify", folder);

    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/FAILED: teams as dealt: .* \[result\.ndjson:2\]\n {2}refused\n$/);
  });

  test("a missing file, one too many, and NUL bytes are refused", async () => {
    const missing = await copyOf("draw-40", "missing");
    await rm(join(missing, "teams.ndjson"));
    const extra = await copyOf("draw-40", "extra");
    await writeFile(join(extra, "notes.txt"), "");
    const nul = await copyOf("draw-40", "nul");
    await writeFile(join(nul, "targets.csv"), "\0".repeat(100));

    expect((await shuangsui("verify", missing)).stdout).toContain("FAILED: files: teams.ndjson is missing");
    expect((await shuangsui("verify", extra)).stdout).toContain(
      'FAILED: files: "notes.txt" is no file of a draw',
    );
    const { code, stdout } = await shuangsui("verify", nul);
    expect(code).toBe(1);
    expect(stdout).toContain("[targets.csv:1]");
  });

  test("a file named to hide in an object is one too many", async () => {
    const folder = await copyOf("draw-40", "proto");
    await writeFile(join(folder, "__proto__"), "");
    expect((await shuangsui("verify", folder)).stdout).toContain('"__proto__" is no file of a draw');
  });

  test("what can't be read is told in one line", async () => {
    const huge = await copyOf("draw-40", "huge");
    await truncate(join(huge, "targets.csv"), 300 * 1024 * 1024);
    const device = await copyOf("draw-40", "device");
    await rm(join(device, "targets.csv"));
    await symlink("/dev/zero", join(device, "targets.csv"));

    expect(oneLine(await shuangsui("verify", join(home, "none")))).toMatchObject({
      code: 1,
      said: expect.stringContaining("no such file"),
    });
    expect(oneLine(await shuangsui("verify", join(VECTORS, "README.md")))).toMatchObject({
      said: expect.stringContaining("not a folder"),
    });
    expect(oneLine(await shuangsui("verify", huge))).toMatchObject({
      code: 1,
      said: expect.stringContaining("targets.csv: larger than"),
    });
    expect(oneLine(await shuangsui("verify", device))).toMatchObject({
      code: 1,
      said: expect.stringContaining("not a plain file"),
    });
  });

  test("nothing in a file can command the terminal", async () => {
    const folder = await copyOf("draw-40", "escape");
    const text = await readFile(join(folder, "commitment.json"), "utf8");
    await writeFile(join(folder, "commitment.json"), text.replace('"d13"', String.raw`"\u001b[2Jd13"`));

    const { code, stdout } = await shuangsui("verify", folder);

    expect(code).toBe(1);
    expect(stdout).toContain(String.raw`draw \u{1b}[2Jd13`);
    expect(stdout).not.toContain("\u001b");
  });
});

describe("--keys", () => {
  test("an auditor's keys give all ids, and others do not", async () => {
    const keys = join(VECTORS, "keys/draw-60.json");
    const wrong = join(home, "wrong.json");
    await writeFile(wrong, (await readFile(keys, "utf8")).replace("inspector-3", "inspector-4"));

    const right = await shuangsui("verify", join(VECTORS, "draw-60"), "--keys", keys);
    expect(right.code).toBe(0);
    expect(right.stdout).toContain("ok: registry: 60 targets and 22 inspectors, each once");
    const refused = await shuangsui("verify", join(VECTORS, "draw-60"), "--keys", wrong);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("FAILED: registry: inspector 5 of the registry is entered twice");
  });

  test("a keys file that is none is told in one line, without its content", async () => {
    const broken = join(home, "broken.json");
    await writeFile(broken, '{"saltKey":"91533103MA6SECRET"}');

    const { code, said } = oneLine(await shuangsui("verify", join(VECTORS, "draw-60"), "--keys", broken));

    expect(code).toBe(1);
    expect(said).not.toContain("91533103MA6SECRET");
    expect(oneLine(await shuangsui("verify", "http://127.0.0.1:9", "--keys", broken)).code).toBe(1);
  });
});

describe("a portal", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(listener: RequestListener): Promise<string> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  /** A portal of draws by id: a vector's folder, or only its commitment. */
  function portal(
    draws: Record<string, { vector: string; revealed: boolean }>,
    others = 404,
  ): RequestListener {
    return (request, response) => {
      const url = new URL(request.url ?? "", "http://portal");
      const [, drawId = "", file = ""] = /^\/gov\/api\/v1\/draws\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
      if (url.pathname === "/gov/api/v1/draws") {
        const ids = Object.keys(draws);
        const at = url.searchParams.has("after") ? ids.indexOf(url.searchParams.get("after") ?? "") + 1 : 0;
        const next = at + 1 < ids.length ? ids[at] : null;
        response.end(JSON.stringify({ items: ids.slice(at, at + 1).map((id) => ({ drawId: id })), next }));
        return;
      }
      const draw = draws[drawId];
      if (draw === undefined || (!draw.revealed && file !== "commitment.json")) {
        response.writeHead(draw === undefined ? 404 : others).end("{}");
        return;
      }
      readFile(join(VECTORS, draw.vector, file)).then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      );
    };
  }

  test.each(["/api/v1/draws/d13", "/draws/d13", "/draws/d13/", "/draws/d13?from=list#files"])(
    "one draw is verified by its address or its page's: %s",
    async (path) => {
      const draws = {
        d13: { vector: "draw-40", revealed: true },
        d21: { vector: "draw-60", revealed: true },
      };
      const base = await serve(portal(draws));
      const { code, stdout, stderr } = await shuangsui("verify", `${base}/gov${path}`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout.startsWith(`${base}/gov/api/v1/draws/d13\n`)).toBe(true);
      expect(stdout).toContain("  verified\n");
      expect(stdout).not.toContain("d21");
    },
  );

  test("an auditor's keys go with a draw's page", async () => {
    const base = await serve(portal({ d21: { vector: "draw-60", revealed: true } }));
    const keys = join(VECTORS, "keys/draw-60.json");
    const { code, stdout } = await shuangsui("verify", `${base}/gov/draws/d21`, "--keys", keys);
    expect(code).toBe(0);
    expect(stdout).toContain("ok: registry: 60 targets and 22 inspectors, each once");
  });

  test("the list of draws and its page name the portal as a whole", async () => {
    const base = await serve(portal({ d13: { vector: "draw-40", revealed: true } }));
    for (const path of ["/draws", "/draws/", "/api/v1/draws"])
      expect((await shuangsui("verify", `${base}/gov${path}`)).stdout).toMatch(/ {2}verified\n1 draws\n$/);
  });

  test("an address that is neither a draw's nor a portal's is told in one line that says what would be", async () => {
    const base = await serve(portal({ d13: { vector: "draw-40", revealed: true } }));
    const said = async (path: string): Promise<string> => {
      const { code, stdout, said: line } = oneLine(await shuangsui("verify", `${base}${path}`));
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      return line;
    };
    for (const path of ["/gov/draws/d13/targets.csv", "/gov/api/v1/draws/d13/targets.csv"])
      expect(await said(path)).toContain(`name the draw itself, ${base}/gov/api/v1/draws/d13`);
    for (const path of ["/gov/publications/019a0000-0000-7000-8000-000000000000", "/nowhere"])
      expect(await said(path)).toContain(
        "is neither a portal nor a draw: name https://PORTAL, or https://PORTAL/draws/DRAWID",
      );
    expect(await said("/gov/draws/%")).toContain("names no draw");
    expect(oneLine(await shuangsui("verify", `${base}/gov/draws/d1`)).said).toContain(
      "there is no such draw",
    );
  });

  test.each([404, 409])(
    "all draws are verified, page by page; one that answers %i is not revealed yet",
    async (others) => {
      const draws = {
        d13: { vector: "draw-40", revealed: true },
        d21: { vector: "draw-60", revealed: false },
      };
      const base = await serve(portal(draws, others));

      const { code, stdout, stderr } = await shuangsui("verify", `${base}/gov/`);

      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/d13\n[^]* {2}verified\n[^]*d21\n {2}not revealed yet\n2 draws\n$/);
    },
  );

  test("a draw under another's id is refused, and the rest is verified all the same", async () => {
    const draws = {
      other: { vector: "draw-40", revealed: true },
      d21: { vector: "draw-60", revealed: true },
    };
    const base = await serve(portal(draws));

    const { code, stdout } = await shuangsui("verify", `${base}/gov`);

    expect(code).toBe(1);
    expect(stdout).toMatch(/FAILED: draw id: .* other [^]* {2}refused\n[^]* {2}verified\n2 draws\n$/);
  });

  test("a listed draw without a commitment is refused, and the rest is verified all the same", async () => {
    const base = await serve(
      portal({ d1: { vector: "none", revealed: true }, d21: { vector: "draw-60", revealed: true } }),
    );

    const { code, stdout, stderr } = await shuangsui("verify", `${base}/gov`);

    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(
      /FAILED: files: .* there is no such draw\n {2}refused\n[^]* {2}verified\n2 draws\n$/,
    );
  });

  test.each([404, 409])("a draw listed as revealed whose files answer %i is refused", async (status) => {
    const base = await serve((request, response) => {
      if (request.url === "/api/v1/draws") response.end('{"items":[{"drawId":"d13","state":"revealed"}]}');
      else if (request.url?.endsWith("/commitment.json") === true) response.end("rubbish");
      else response.writeHead(status).end("{}");
    });

    const { code, stdout, stderr } = await shuangsui("verify", base);

    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/d13 \(revealed\)\n {2}FAILED: files: .* is missing.*\n {2}refused\n1 draws\n$/);
  });

  test.each([
    ["rubbish", "d21", /FAILED: form of commitment\.json: .* \[commitment\.json:1\]\n {2}refused\n/],
    [null, "other", /FAILED: draw id: .* other \[commitment\.json:1\]\n {2}refused\n/],
    [null, "d21", /\(committed\)\n {2}not revealed yet\n/],
  ])("of a draw not revealed yet the commitment is checked: %s as %s", async (content, drawId, said) => {
    const commitment = content ?? (await readFile(join(VECTORS, "draw-60/commitment.json")));
    const list = JSON.stringify({ items: [{ drawId, state: "committed" }], next: null });
    const base = await serve((request, response) => {
      if (request.url === "/api/v1/draws") response.end(list);
      else if (request.url?.endsWith("/commitment.json") === true) response.end(commitment);
      else response.writeHead(409).end("{}");
    });

    const { code, stdout } = await shuangsui("verify", base);

    expect(stdout).toMatch(said);
    expect(code).toBe(stdout.includes("FAILED") ? 1 : 0);
  });

  test("what is not there or does not answer as a portal is told in one line", async () => {
    const base = await serve((request, response) => {
      if (request.url?.startsWith("/gov") === true) portal({})(request, response);
      else response.end("<html>");
    });
    const said = async (url: string): Promise<string> => {
      const { code, said: line } = oneLine(await shuangsui("verify", url));
      expect(code).toBe(1);
      return line;
    };
    expect(await said(`${base}/gov/api/v1/draws/d1`)).toContain("there is no such draw");
    expect(await said(base)).toContain("not a list of draws");
    expect(await said("http://127.0.0.1:1/")).toContain("can't be reached");
    expect(await said("http://")).toContain("not a URL");
    expect(await said(`${base}/gov/api/v1/draws/%`)).toContain("names no draw");
    expect((await shuangsui("verify", `${base}/gov`)).stdout).toBe("no draws\n");
  });

  test("a portal that sends on elsewhere is not followed: the address printed is the one verified", async () => {
    const true13 = portal({ d13: { vector: "draw-40", revealed: true } });
    const base = await serve((request, response) => {
      if (request.url?.startsWith("/gov") === true) return true13(request, response);
      response.writeHead(302, { location: `/gov${request.url}` }).end();
    });

    const { code, stdout, said } = oneLine(await shuangsui("verify", `${base}/api/v1/draws/d13`));

    expect({ code, stdout }).toEqual({ code: 1, stdout: `${base}/api/v1/draws/d13\n` });
    expect(said).toContain("sends on to /gov/api/v1/draws/d13/commitment.json, which is not followed");
  });

  test("a list that never ends is given up", async () => {
    let page = 0;
    const base = await serve((_, response) => response.end(`{"items":[],"next":"${page++}"}`));
    expect(oneLine(await shuangsui("verify", base)).said).toContain("more than 1000 pages");
  });

  test("a portal that fails, or pages round and round, is told", async () => {
    const failing = await serve((_, response) => response.writeHead(500).end());
    expect(oneLine(await shuangsui("verify", failing)).said).toContain("answered 500");
    server?.close();
    const round = await serve((_, response) => response.end('{"items":[],"next":"x"}'));
    expect(oneLine(await shuangsui("verify", round)).said).toContain("the same page again and again");
  });
});
