#!/usr/bin/env node
import { audit } from "./audit/audit.ts";
import { authorities } from "./authorities/authorities.ts";
import { exportList } from "./export/export.ts";
import { HELP } from "./help.ts";
import { importInto } from "./import/import.ts";
import { CannotRun, Usage, warn } from "./terminal.ts";
import { token } from "./token/token.ts";
import { verify } from "./verify/verify.ts";
import { witness } from "./witness/witness.ts";

/** Runs one command. @returns the exit code: 0, or 1 if what was asked about is wrong */
async function run([command, ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case "verify":
      return verify(rest);
    case "audit":
      return audit(rest);
    case "authorities":
      return authorities(rest);
    case "import":
      return importInto(rest);
    case "export":
      return exportList(rest);
    case "token":
      return token(rest);
    case "witness":
      return witness(rest);
    case "help":
    case "--help":
    case "-h":
      process.stdout.write(HELP);
      return 0;
    case undefined:
      throw new Usage("which command?");
    default:
      throw new Usage(`there is no command ${command}`);
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
