import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startConsole, type TestConsole } from "./testing/console.ts";

let pages: TestConsole;
beforeAll(async () => {
  pages = await startConsole({ inspectionUrl: "http://127.0.0.1:9" });
});
afterAll(() => pages.close());

describe("the console's addresses", () => {
  it("each open the one document, whose policy lets its own script run and nothing from elsewhere", async () => {
    const first = await pages.open("/");
    for (const path of ["/", "/inspections/x?attention=overdue", "/nothing/here"]) {
      const { status, body, headers } = await pages.open(path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers["content-security-policy"]).not.toContain("unsafe");
      expect(headers["cache-control"]).toBe("no-store");
      expect(body.match(/<script[^>]*>/g)).toHaveLength(1);
      expect(body.length).toBe(first.body.length);
    }
  }, 120_000);

  it("are where pages were below /app too, for good, and lead nowhere else", async () => {
    for (const [path, now] of [
      ["/app", "/"],
      ["/app/", "/"],
      ["/app/inspections/x?state=drawn", "/inspections/x?state=drawn"],
      ["/app?as=533102", "/?as=533102"],
      ["/app//evil.example/x", "/"],
      ["/app/\\evil.example", "/"],
    ] as const) {
      const { status, headers } = await pages.open(path);
      expect([path, status, headers["location"]]).toEqual([path, 308, now]);
    }
  });

  it("of no API are refused as an API refuses", async () => {
    for (const path of ["/api/nothing", "/api/inspection/internal/v1/figures"]) {
      const { status, headers } = await pages.open(path);
      expect([path, status]).toEqual([path, 404]);
      expect(headers["content-type"]).toContain("application/problem+json");
    }
  });
});

describe("a page that the server makes", () => {
  it("refuses a bad address in words, without repeating it, and runs no script", async () => {
    const { status, body, headers } = await pages.open("/sign-in?x=<b>");
    expect(status).toBe(422);
    expect(headers["content-type"]).toContain("text/html");
    expect(headers["content-security-policy"]).toContain("script-src 'none'");
    expect(body).toContain("没有的查询参数");
    expect(body).not.toMatch(/<b>|<script|style="/);
    const { headers: ofStyle } = await pages.open("/style.css");
    expect(ofStyle["content-type"]).toContain("text/css");
  });

  it("is no answer to what lives: the console is ready while other services are away", async () => {
    expect((await pages.app.inject("/health/ready")).statusCode).toBe(200);
  });
});
