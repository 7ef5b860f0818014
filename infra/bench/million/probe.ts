/** Loaded into each process that is measured: tells on a socket how long its event loop was held up since it was asked last. */
import { createServer } from "node:http";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const folder = process.env["BENCH_PROBES"];
if (isMainThread && folder !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const socket = join(folder, `${process.pid}.sock`);
  rmSync(socket, { force: true });
  createServer((_request, response) => {
    const told = { p99: delay.percentile(99) / 1e6, longest: delay.max / 1e6 };
    delay.reset();
    response.end(JSON.stringify(told));
  })
    .listen(socket)
    .unref();
}
