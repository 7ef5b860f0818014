import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { mayReach, requireReachable, type Resolve } from "./addresses.ts";
import { createSender } from "./send.ts";

/** A name server of the test's own: what each name leads to, one answer after the other. */
function namesOf(answers: Record<string, string[][]>): Resolve {
  const left = structuredClone(answers);
  return async (name) => {
    const known = left[name];
    const next = known !== undefined && known.length > 1 ? known.shift() : known?.[0];
    if (next === undefined) throw new Error("ENOTFOUND");
    return next.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
}

const outside = ["8.8.8.8", "223.5.5.5", "101.132.0.1", "2400:3200::1", "2606:4700::1111"];
const inside = [
  ["loopback", "127.0.0.1"],
  ["loopback, elsewhere in its net", "127.8.9.10"],
  ["loopback of IPv6", "::1"],
  ["unspecified", "0.0.0.0"],
  ["unspecified of IPv6", "::"],
  ["private", "10.1.2.3"],
  ["private", "172.16.0.1"],
  ["private", "172.31.255.255"],
  ["private", "192.168.1.1"],
  ["behind a carrier's NAT", "100.64.0.1"],
  ["metadata of clouds", "169.254.169.254"],
  ["metadata of Alibaba's cloud", "100.100.100.200"],
  ["metadata of clouds, IPv6", "fd00:ec2::254"],
  ["link-local of IPv6", "fe80::1"],
  ["unique local", "fc00::1"],
  ["IPv4 in IPv6", "::ffff:127.0.0.1"],
  ["IPv4 in IPv6, in hex", "::ffff:a00:1"],
  ["IPv4 in IPv6, by NAT64", "64:ff9b::7f00:1"],
  ["IPv4 in IPv6, by 6to4", "2002:7f00:1::"],
  ["Teredo", "2001::1"],
  ["multicast", "224.0.0.1"],
  ["multicast of IPv6", "ff02::1"],
  ["broadcast", "255.255.255.255"],
  ["no address", "localhost"],
] as const;

describe("an IP address", () => {
  test.each(outside)("of the public network may be reached: %s", (address) =>
    expect(mayReach(address, { allowLoopback: false })).toBe(true),
  );
  test.each(inside)("that is %s may not: %s", (_, address) =>
    expect(mayReach(address, { allowLoopback: false })).toBe(false),
  );
  test("of this machine may be reached where that is allowed, and no other of those", () => {
    const reached = inside.filter(([, address]) => mayReach(address, { allowLoopback: true }));
    expect(reached.map(([, address]) => address)).toEqual([
      "127.0.0.1",
      "127.8.9.10",
      "::1",
      "::ffff:127.0.0.1",
    ]);
  });
});

describe("a webhook's address", () => {
  const resolve = namesOf({
    "hooks.example": [["8.8.8.8", "2400:3200::1"]],
    "inside.example": [["10.0.0.5"]],
    "both.example": [["8.8.8.8", "10.0.0.5"]],
    localhost: [["127.0.0.1", "::1"]],
  });
  const ask = (url: string, allowLoopback = false) => requireReachable(url, { allowLoopback, resolve });

  test("by https on the public network is taken", async () => {
    expect((await ask("https://hooks.example:8443/in?x=1")).href).toBe("https://hooks.example:8443/in?x=1");
    expect((await ask("https://[2400:3200::1]/")).hostname).toBe("[2400:3200::1]");
  });
  test.each([
    ["not by https", "http://hooks.example/"],
    ["another protocol", "ftp://hooks.example/"],
    ["a file", "file:///etc/passwd"],
    ["a name and password in it", "https://a:b@hooks.example/"],
    ["a name that leads inside", "https://inside.example/"],
    ["a name that leads inside as well", "https://both.example/"],
    ["a name that leads nowhere", "https://nowhere.example/"],
    ["this machine", "https://localhost/"],
    ["an address inside", "https://10.0.0.5/"],
    ["an address inside, as one number", "https://2130706433/"],
    ["an address inside, in octal", "https://0177.0.0.1/"],
    ["an address inside, in hex", "https://0x7f.1/"],
    ["an address inside, shortened", "https://127.1/"],
    ["an address inside, in full-width digits", "https://１２７.０.０.１/"],
    ["an address inside, in IPv6", "https://[::ffff:10.0.0.5]/"],
    ["metadata", "https://169.254.169.254/latest/meta-data/"],
  ])("that is %s is refused: %s", async (_, url) => {
    await expect(ask(url)).rejects.toMatchObject({ code: "webhook/address-refused" });
  });
  test("by http is this machine's alone, where that is allowed", async () => {
    await ask("http://localhost:3000/", true);
    await ask("http://127.0.0.1:3000/", true);
    for (const url of ["http://hooks.example/", "http://10.0.0.5/", "https://10.0.0.5/"])
      await expect(ask(url, true)).rejects.toMatchObject({ code: "webhook/address-refused" });
  });
});

describe("what is sent", () => {
  let heard = 0;
  const receiver = createServer((_request, response) => {
    heard += 1;
    response.end();
  });
  let port: number;
  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    port = (receiver.address() as AddressInfo).port;
  });
  afterAll(() => receiver.close());

  it("never reaches an address inside, though its name led outside when it was registered (DNS rebinding)", async () => {
    const resolve = namesOf({ "rebinding.example": [["8.8.8.8"], ["127.0.0.1"]] });
    const destinations = { allowLoopback: false, resolve };
    const url = await requireReachable(`https://rebinding.example:${port}/`, destinations);
    const { send, close } = createSender(destinations);
    expect(await send(url, {}, "{}")).toEqual({ status: null, fault: "address-refused" });
    close();
    expect(heard).toBe(0);
  });

  it("never reaches an address inside that stands in the place of a name", async () => {
    const { send, close } = createSender({ allowLoopback: false });
    for (const host of [`127.0.0.1:${port}`, `[::1]:${port}`, "169.254.169.254"])
      expect(await send(new URL(`https://${host}/`), {}, "{}")).toMatchObject({ fault: "address-refused" });
    close();
    expect(heard).toBe(0);
  });

  it("reaches it where that is allowed: the test can fail", async () => {
    const { send, close } = createSender({
      allowLoopback: true,
      resolve: namesOf({ "here.example": [["127.0.0.1"]] }),
    });
    expect(await send(new URL(`http://here.example:${port}/`), {}, "{}")).toEqual({
      status: 200,
      fault: null,
    });
    close();
    expect(heard).toBe(1);
  });
});
