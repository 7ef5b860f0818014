import { pino, type Logger } from "pino";

export type { Logger } from "pino";

/** A service's logger. Lines carry ids and codes only: what a person is called or numbered never comes here. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    base: { name, pid: process.pid },
    redact: ["*.payload", "*.phone", "*.idNumber"],
  });
}
