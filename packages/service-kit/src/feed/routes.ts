import { eventPage, eventsQuery, place, placeText, Problem, seenBy } from "@shuangsui/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import { callerOf } from "../access/caller.ts";
import { readOnly } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import { takeOver } from "../hardening/headers.ts";
import type { Logger } from "../logger.ts";
import { seeingAll } from "../scope.ts";
import { startHub, type Hub } from "./hub.ts";
import { cloudEventOf, headOf, isWanted, readFeed, wantedOf, type Wanted } from "./reader.ts";
import { startSequencer, type SequencerOptions } from "./sequencer.ts";
import { streamFeed } from "./stream.ts";
import type { FeedWork } from "./table.ts";

/** How many streams a process holds open, and how many of them for one authority. */
export type StreamLimits = { all: number; ofOne: number };
const ordinaryLimits: StreamLimits = { all: 1_000, ofOne: 400 };

/** How many events a stream reads at once where it is behind. */
const atOnce = 500;

export type FeedRouteOptions<W extends FeedWork, T> = {
  /** The service's name, which is its schema's too. */
  service: string;
  database: ScopedDatabase<W>;
  logger: Logger;
  /** What else is done when places are given. */
  sequencer?: SequencerOptions<W, T>;
  limits?: StreamLimits;
};

/**
 * The feed of what happened in a service, by authority (article 4): page by page, or as server-sent events where the caller
 * accepts `text/event-stream`. As long as the app is open this process gives places in it.
 */
export function feedRoutes<W extends FeedWork, T>(app: App, options: FeedRouteOptions<W, T>): void {
  const { service, database, logger, limits = ordinaryLimits } = options;
  const sequencer = startSequencer({ database, logger }, options.sequencer);
  const closing = new AbortController();
  const open = new Map<string, number>();
  let hub: Promise<Hub> | undefined;
  app.addHook("preClose", async () => closing.abort());
  app.addHook("onClose", async () => {
    await sequencer.stop();
    await (await hub)?.stop();
  });

  const pageAfter = (authority: string, after: number, limit: number, wanted: Wanted) =>
    database.as(authority, (work) => readFeed(work, authority, { after, limit, wanted }), readOnly);

  /** Sends the feed until the caller goes or the service closes. */
  const stream = async (request: FastifyRequest, reply: FastifyReply, after: number, wanted: Wanted) => {
    const { authority } = callerOf(request);
    const count = [...open.values()].reduce((sum, one) => sum + one, 0);
    const own = open.get(authority) ?? 0;
    if (count >= limits.all || own >= limits.ofOne) throw new Problem("events/too-many-streams");
    open.set(authority, own + 1);
    const gone = new AbortController();
    const signal = AbortSignal.any([closing.signal, gone.signal]);
    reply.raw.on("close", () => gone.abort());
    try {
      hub ??= startHub(service, database).catch((error: unknown) => {
        hub = undefined;
        throw error;
      });
      const news = await hub;
      // Where it can't begin it is refused, as a page is.
      if (news.after(after) === undefined) await pageAfter(authority, after, 1, wanted);
      takeOver(reply).writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        connection: "close",
        "x-accel-buffering": "no",
      });
      reply.raw.flushHeaders();
      await streamFeed(reply.raw, {
        service,
        hub: news,
        after,
        takes: (row) => seenBy(authority).includes(row.authority) && isWanted(wanted, row),
        read: (from) => pageAfter(authority, from, atOnce, wanted),
        signal,
      });
      reply.raw.end();
    } catch (error) {
      if (!reply.sent) throw error;
      // What has begun can only break off: the caller comes again with the last place that it knows.
      reply.raw.destroy();
    } finally {
      open.set(authority, (open.get(authority) ?? 1) - 1);
    }
  };

  app.get(
    "/api/v1/events",
    {
      config: { action: "events.read" },
      schema: {
        tags: ["events"],
        description:
          "What happened, in one order: ids and states. With `Accept: text/event-stream` the same as server-sent events, which go on after `Last-Event-ID`.",
        querystring: eventsQuery,
        response: { 200: eventPage },
      },
    },
    async (request, reply) => {
      const { authority } = callerOf(request);
      const { limit, type } = request.query;
      const wanted = wantedOf(type);
      const asked = lastEventIdOf(request) ?? request.query.after ?? 0;
      const after =
        asked === "latest"
          ? await database.as(authority, (work) => seeingAll(work, authority, () => headOf(work)), readOnly)
          : asked;
      if (request.headers.accept?.includes("text/event-stream") === true) {
        await stream(request, reply, after, wanted);
        return reply;
      }
      const { rows, upTo } = await pageAfter(authority, after, limit, wanted);
      return { items: rows.map((row) => cloudEventOf(service, row)), next: placeText(upTo) };
    },
  );
}

/** The place that a reader of the stream knows last. @throws Problem `body/invalid` */
function lastEventIdOf(request: FastifyRequest): number | undefined {
  const { "last-event-id": given } = request.headers;
  if (given === undefined || given === "") return undefined;
  const read = place.safeParse(given);
  if (!read.success)
    throw new Problem("body/invalid", undefined, [
      { path: "/Last-Event-ID", message: "is not a place in the feed" },
    ]);
  return read.data;
}
