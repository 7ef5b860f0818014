import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";

/** A place between a service and PostgreSQL where what goes through is counted and may be cut. */
export type Between = {
  /** The database's URL, by way of this place. */
  url: string;
  /** How many packets the service has sent, and how often it sent after PostgreSQL had answered. */
  counts(): { packets: number; waits: number };
  /** Cuts all connections. */
  cut(): void;
  close(): Promise<void>;
};

/** Listens in front of the PostgreSQL of a URL. */
export async function listenBetween(databaseUrl: string): Promise<Between> {
  const { hostname, port } = new URL(databaseUrl);
  const host = decodeURIComponent(hostname);
  const sockets = new Set<Socket>();
  const counts = { packets: 0, waits: 0 };
  const server = createServer((service) => {
    const postgres = host.startsWith("/")
      ? connect(join(host, `.s.PGSQL.${port}`))
      : connect(Number(port), host);
    let answered = true;
    for (const socket of [service, postgres]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        service.destroy();
        postgres.destroy();
      });
    }
    service.on("data", (bytes) => {
      counts.packets += 1;
      if (answered) counts.waits += 1;
      answered = false;
      postgres.write(bytes);
    });
    postgres.on("data", (bytes) => {
      answered = true;
      service.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    counts: () => ({ ...counts }),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
