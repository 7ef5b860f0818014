import type { Logger } from "./logger.ts";

/**
 * Runs `close` once on SIGTERM, SIGINT or when the parent that holds an IPC channel is gone, then ends the
 * process: 0 when it closed in time, 1 when it failed or took longer than `graceMs`.
 */
export function closeGracefully(logger: Logger, close: () => Promise<void>, graceMs = 10_000): void {
  let closing = false;
  const end = (cause: string) => {
    if (closing) return;
    closing = true;
    logger.info({ cause }, "closing");
    setTimeout(() => process.exit(1), graceMs).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  process.on("disconnect", () => end("parent gone"));
}
