import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below what systems hand out by themselves, so that between the choice and its use no other program is given the port. */
const range = { from: 20_000, to: 32_000 };

/** A free port on loopback: the preferred one where nobody listens there, else any. @throws Error where none is free */
export async function freePort(preferred?: number): Promise<number> {
  for (let tried = 0; tried < 100; tried += 1) {
    const wanted = tried === 0 && preferred !== undefined ? preferred : randomInt(range.from, range.to);
    const got = await tryPort(wanted);
    if (got !== undefined) return got;
  }
  throw new Error("no free port on 127.0.0.1");
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}
