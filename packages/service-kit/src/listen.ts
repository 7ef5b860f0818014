import { Client } from "pg";
import type { Logger } from "./logger.ts";

const againMs = 1_000;

/**
 * Listens on a channel of PostgreSQL by a connection of its own, and again after a while where that is lost. Calls back
 * whenever somebody told of news there, and after each connection, since what was told in between was not heard.
 */
export function listenTo(
  url: string,
  channel: string,
  listener: () => void,
  logger: Logger,
): () => Promise<void> {
  let stopped = false;
  let client: Client | undefined;
  let again: NodeJS.Timeout | undefined;
  const connect = async () => {
    const own = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client = own;
    own.on("notification", listener);
    own.on("error", () => undefined);
    own.on("end", () => {
      if (stopped || client !== own) return;
      client = undefined;
      logger.warn({ channel }, "the connection that listens was lost");
      again = setTimeout(start, againMs);
    });
    await own.connect();
    await own.query(`listen ${own.escapeIdentifier(channel)}`);
    listener();
  };
  const start = () => {
    connect().catch(async () => {
      const failed = client;
      client = undefined;
      await failed?.end().catch(() => undefined);
      if (!stopped) again = setTimeout(start, againMs);
    });
  };
  start();
  return async () => {
    stopped = true;
    clearTimeout(again);
    await client?.end().catch(() => undefined);
  };
}
