import { destination, pino, type Logger } from "pino";

export type { Logger } from "pino";

/** Lines are written when they are so many bytes or so many milliseconds old, and when the process ends: each write for itself costs more than all of a read. */
const gatheredBytes = 16_000;
const gatheredMs = 100;

/** A service's logger. Lines carry ids and codes only: what a person is called or numbered never comes here. */
export function createLogger(name: string, level: string): Logger {
  return pino(
    {
      name,
      level,
      base: { name, pid: process.pid },
      redact: ["*.payload", "*.phone", "*.idNumber"],
    },
    destination({ sync: false, minLength: gatheredBytes, periodicFlush: gatheredMs }),
  );
}
