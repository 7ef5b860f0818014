import { Problem } from "@shuangsui/contracts";
import { lookup as lookUp } from "node:dns/promises";
import type { LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";

/** Gives the addresses of a host's name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** Where webhooks may go: to the public network by https, and where it says so to this machine too, by http as well. */
export type Destinations = { allowLoopback: boolean; resolve?: Resolve };

/** An address that no webhook goes to: one inside the network, or one that is no host's. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
}

const refused = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // behind a carrier's NAT; some clouds' metadata
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local; most clouds' metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocols; some clouds' metadata
  ["192.0.2.0", 24], // examples
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // examples
  ["203.0.113.0", 24], // examples
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
] as const)
  refused.addSubnet(net, prefix, "ipv4");
/** Of IPv6 only what is given out to hosts is public; in that, what leads elsewhere is not. */
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");
for (const [net, prefix] of [
  ["2001::", 23], // protocols, Teredo
  ["2001:db8::", 32], // examples
  ["2002::", 16], // 6to4: leads to an IPv4 address
  ["3fff::", 20], // examples
] as const)
  refused.addSubnet(net, prefix, "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether a webhook may go to an IP address. An IPv4 address in IPv6's clothes is none of the public ones. */
export function mayReach(address: string, { allowLoopback }: Destinations): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  if (allowLoopback && loopback.check(address, type)) return true;
  if (family === 6 && !given.check(address, type)) return false;
  return !refused.check(address, type);
}

/**
 * A webhook's address as it may be kept; looked up, since a name may lead inside the network. It is looked up again for each
 * connection (`lookupOf`).
 * @throws Problem `webhook/address-refused`
 */
export async function requireReachable(text: string, destinations: Destinations): Promise<URL> {
  const refuse = (detail: string) => new Problem("webhook/address-refused", detail);
  const url = new URL(text);
  const isHttp = url.protocol === "http:" && destinations.allowLoopback;
  if (url.protocol !== "https:" && !isHttp) throw refuse("it is not https");
  if (url.username !== "" || url.password !== "") throw refuse("it holds a name or a password");
  const host = hostOf(url);
  if (isIP(host) !== 0) {
    if (!mayReach(host, destinations)) throw refuse("it is not an address of the public network");
  } else
    await addressesOf(host, destinations).catch((error: unknown) => {
      throw refuse(
        error instanceof AddressRefused
          ? "its name leads to an address that is not of the public network"
          : "its name has no address",
      );
    });
  if (isHttp && !(await leadsToLoopback(host, destinations))) throw refuse("it is not https");
  return url;
}

/** The host of an address, an IPv6 one without its brackets. */
export const hostOf = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, "$1");

async function leadsToLoopback(host: string, destinations: Destinations): Promise<boolean> {
  const addresses = isIP(host) === 0 ? await addressesOf(host, destinations) : [{ address: host }];
  return addresses.every(({ address }) => loopback.check(address, isIP(address) === 4 ? "ipv4" : "ipv6"));
}

/** @throws AddressRefused where one of them may not be reached */
async function addressesOf(name: string, destinations: Destinations): Promise<readonly LookupAddress[]> {
  const { resolve = (host) => lookUp(host, { all: true }) } = destinations;
  const addresses = await resolve(name);
  if (addresses.length === 0 || !addresses.every(({ address }) => mayReach(address, destinations)))
    throw new AddressRefused();
  return addresses;
}

/** How a connection finds its address: by the same look-up that it is checked by, so that no name leads elsewhere meanwhile. */
export function lookupOf(destinations: Destinations): LookupFunction {
  const addresses = callbackify((name: string) => addressesOf(name, destinations));
  return (name, options, done) =>
    addresses(name, (error, found) => {
      const [first] = found ?? [];
      if (error !== null) done(error, "");
      else if (options.all === true) done(null, [...found]);
      else done(null, first?.address ?? "", first?.family);
    });
}
