import { Problem } from "@shuangsui/contracts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isIPv6 } from "node:net";
import { z } from "zod";

/** How many requests a minute are taken: from an address of whoever is not signed in, and of one person wherever from. */
export type RateLimits = { address: number; person: number };

const perMinute = z.coerce.number().int().min(1).max(10_000_000);

/** The settings by which requests are limited. Each copy of a service counts by itself. */
export const rateSettings = {
  RATE_LIMIT_ADDRESS: perMinute.default(3_000),
  RATE_LIMIT_PERSON: perMinute.default(6_000),
};

/** The limits that the settings name. */
export const rateLimitsOf = (read: {
  RATE_LIMIT_ADDRESS: number;
  RATE_LIMIT_PERSON: number;
}): RateLimits => ({
  address: read.RATE_LIMIT_ADDRESS,
  person: read.RATE_LIMIT_PERSON,
});

/** Counts requests, and refuses those beyond the limit. @throws Problem `request/too-many` */
export type Rates = {
  ofAddress(request: FastifyRequest, reply: FastifyReply): void;
  ofPerson(reply: FastifyReply, subject: string): void;
};

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyInstance {
    rates: Rates;
  }
  interface FastifyContextConfig {
    /** Its requests are not counted, or the route's own part does so; all others by whom the token names, else by the address. */
    counted?: "never" | "by-itself";
  }
}

/** Of how many addresses and persons requests are counted at once: whose minute began first is forgotten first. */
const mostCounted = 50_000;
const windowMs = 60_000;

/** Counts requests in this process's memory. Without limits every request is taken. */
export function countRequests(app: FastifyInstance, limits: RateLimits | undefined): void {
  if (limits === undefined) {
    app.decorate("rates", { ofAddress: () => undefined, ofPerson: () => undefined });
    return;
  }
  const [byAddress, byPerson] = [counterUpTo(limits.address), counterUpTo(limits.person)];
  const refuse = (reply: FastifyReply, seconds: number) => {
    reply.header("retry-after", String(seconds));
    throw new Problem("request/too-many");
  };
  app.decorate("rates", {
    ofAddress(request, reply) {
      const seconds = byAddress(networkOf(request.ip));
      if (seconds > 0) refuse(reply, seconds);
    },
    ofPerson(reply, subject) {
      const seconds = byPerson(subject);
      if (seconds > 0) refuse(reply, seconds);
    },
  });
}

/** Counts by minutes that begin with whoever's first request; gives after how many seconds one that is too many may come again, else 0. */
function counterUpTo(most: number): (who: string) => number {
  const minutes = new Map<string, { endsAt: number; requests: number }>();
  return (who) => {
    const now = Date.now();
    const minute = minutes.get(who);
    if (minute !== undefined && now < minute.endsAt) {
      minute.requests += 1;
      return minute.requests > most ? Math.ceil((minute.endsAt - now) / 1000) : 0;
    }
    minutes.delete(who);
    minutes.set(who, { endsAt: now + windowMs, requests: 1 });
    if (minutes.size > mostCounted)
      for (const [first] of minutes) {
        minutes.delete(first);
        break;
      }
    return 0;
  };
}

/** By what an address is counted: of IPv6 by the network that one household has, its first 64 bits. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [before = [], after = []] = address
    .toLowerCase()
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""));
  const left = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...left, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
