import rateLimit from "@fastify/rate-limit";
import { Problem } from "@shuangsui/contracts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
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
  ofAddress(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  ofPerson(request: FastifyRequest, reply: FastifyReply, subject: string): Promise<void>;
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
  interface FastifyRequest {
    countedAs: string;
  }
}

/** Of how many addresses and persons requests are counted at once: whoever was not heard of for longest is forgotten first. */
const mostCounted = 50_000;
const window = 60_000;

/** Counts requests in this process's memory. Without limits every request is taken. */
export async function countRequests(app: FastifyInstance, limits: RateLimits | undefined): Promise<void> {
  if (limits === undefined) {
    app.decorate("rates", { ofAddress: async () => undefined, ofPerson: async () => undefined });
    return;
  }
  await app.register(rateLimit, { global: false, cache: mostCounted });
  app.decorateRequest("countedAs", "");
  const byAddress = app.createRateLimit({ max: limits.address, timeWindow: window });
  const byPerson = app.createRateLimit({
    max: limits.person,
    timeWindow: window,
    keyGenerator: ({ countedAs }) => countedAs,
  });
  const count = async (counter: typeof byAddress, request: FastifyRequest, reply: FastifyReply) => {
    const counted = await counter(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    reply.header("retry-after", String(Math.max(1, counted.ttlInSeconds)));
    throw new Problem("request/too-many");
  };
  app.decorate("rates", {
    ofAddress: (request, reply) => count(byAddress, request, reply),
    ofPerson: (request, reply, subject) => {
      request.countedAs = subject;
      return count(byPerson, request, reply);
    },
  });
}
