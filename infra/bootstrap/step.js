import { spawn } from "node:child_process";
import { say } from "./say.js";

/** Runs a program quietly, tells every ten seconds that it is still at it, and shows what it said if it fails. */
export function step(what, program, args, cwd, environment) {
  say(`${what} …`);
  const began = Date.now();
  const seconds = () => ((Date.now() - began) / 1000).toFixed(0);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => (said = (said + chunk).slice(-20_000)));
    const ticking = setInterval(() => say(`${what}: ${seconds()} s so far`), 10_000);
    child.on("error", (error) => {
      clearInterval(ticking);
      reject(new Error(`${program} does not start: ${error.message}`));
    });
    child.on("close", (code) => {
      clearInterval(ticking);
      if (code === 0) {
        say(`${what}: done in ${seconds()} s`);
        return resolve();
      }
      process.stderr.write(said);
      reject(
        new Error(
          `${what} failed (${program} ended with ${code}). It needs the network: check that, then run the command again.`,
        ),
      );
    });
  });
}
