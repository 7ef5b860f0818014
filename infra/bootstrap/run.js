// The door of every `npm` command: installs what is missing, then runs the command on the project's own Node.
// Plain JavaScript for Node 20 and newer, on nothing but Node itself.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installBrowsers } from "./browsers.js";
import { homeForTools } from "./home.js";
import { install } from "./install.js";
import { checkMachine } from "./machine.js";
import { say } from "./say.js";

const root = join(fileURLToPath(new URL(".", import.meta.url)), "..", "..");
const commands = {
  start: ["infra/embedded/main.ts"],
  test: ["node_modules/vitest/vitest.mjs", "run"],
  "test:browsers": ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.browsers.config.ts"],
  "test:bench": ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.bench.config.ts"],
  "test:fast": ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.fast.config.ts"],
  verify: ["infra/bootstrap/verify.ts"],
  bench: ["infra/bench/main.ts"],
  faults: ["infra/faults/main.ts"],
  planted: ["infra/planted/main.ts"],
  fuzz: ["infra/fuzz/main.ts"],
  screens: ["infra/screens/main.ts"],
  shuangsui: ["packages/cli/src/main.ts"],
};

/** Commands that look at pages. */
const looking = ["test:browsers", "bench", "screens"];

const [command = "", ...args] = process.argv.slice(2);
const entry = commands[command];
if (entry === undefined) {
  say(`There is no command "${command}". There are: ${Object.keys(commands).join(", ")}.`);
  process.exit(64);
}
try {
  checkMachine();
  const environment = homeForTools(root, process.env);
  // The system is many processes that read the same code: what one compiled the next takes from here.
  environment.NODE_COMPILE_CACHE ??= join(root, ".cache", "node");
  const node = await install(root, environment);
  if (looking.includes(command)) await installBrowsers(environment);
  run(node, [join(root, entry[0]), ...entry.slice(1), ...args], environment);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

/** Hands over to the command: its output, its signals and its exit code are this process's own. */
function run(node, argv, environment) {
  const path = [join(root, "node_modules", ".bin"), environment.PATH].join(":");
  // The user's own folder stays the working one for the command line, whose arguments may name files in it.
  const cwd = command === "shuangsui" ? (process.env.INIT_CWD ?? process.cwd()) : root;
  // By the channel the system learns when this process is gone, however that went.
  const stdio = command === "start" ? ["inherit", "inherit", "inherit", "ipc"] : "inherit";
  const child = spawn(node, argv, { cwd, env: { ...environment, PATH: path }, stdio });
  // A terminal sends Ctrl-C to the command as well; this one stays until that has put everything away.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm ended by a signal takes its shell along but not this process: a new parent means the old one is gone.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 500).unref();
  child.on("error", (error) => {
    say(`${node} does not start: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
