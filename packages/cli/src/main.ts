#!/usr/bin/env node
import { HELP } from "./help.ts";
import { CannotRun, Usage, warn } from "./terminal.ts";

type Command = (args: readonly string[]) => Promise<number>;
/** Each is loaded when it is asked for: most need little of what the others do. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  verify: async () => (await import("./verify/verify.ts")).verify,
  audit: async () => (await import("./audit/audit.ts")).audit,
  authorities: async () => (await import("./authorities/authorities.ts")).authorities,
  import: async () => (await import("./import/import.ts")).importInto,
  export: async () => (await import("./export/export.ts")).exportList,
  token: async () => (await import("./token/token.ts")).token,
  witness: async () => (await import("./witness/witness.ts")).witness,
};

/** Runs one command. @returns the exit code: 0, or 1 if what was asked about is wrong */
async function run([name, ...rest]: readonly string[]): Promise<number> {
  switch (name) {
    case "help":
    case "--help":
    case "-h":
      process.stdout.write(HELP);
      return 0;
    case undefined:
      throw new Usage("which command?");
    default: {
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command === undefined) throw new Usage(`there is no command ${name}`);
      return (await command())(rest);
    }
  }
}

// A reader that has seen enough, like `head`, is no failure.
process.stdout.on("error", (error) => {
  if (!("code" in error && error.code === "EPIPE")) throw error;
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  const hint = error instanceof Usage ? " (see: shuangsui help)" : "";
  warn(`${error.message}${hint}`);
  process.exitCode = error instanceof Usage ? 2 : 1;
}
