/** Loaded ahead of each service and worker of the one-machine stack: ends it when its runner is gone, however that went. */
const graceMs = 10_000;
process.on("disconnect", () => {
  setTimeout(() => process.exit(1), graceMs).unref();
  process.kill(process.pid, "SIGTERM");
});
