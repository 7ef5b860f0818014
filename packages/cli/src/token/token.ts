import { accountRole, accountRoles, authorityCode } from "@shuangsui/contracts";
import { parseArgs } from "node:util";
import { CannotRun, print, Usage } from "../terminal.ts";
import { tokenOf } from "./operator-token.ts";

/** Prints a token of a role in an authority, which holds for ten minutes. @returns 0 */
export async function token(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  print(await tokenOf(request));
  return 0;
}

function readArguments(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { role: { type: "string" }, authority: { type: "string" } },
    });
    const role = accountRole.safeParse(values.role);
    if (!role.success) throw new Usage(`--role is one of ${accountRoles.join(", ")}`);
    const authority = authorityCode.safeParse(values.authority);
    if (!authority.success) throw new Usage("--authority is a division code, such as 533103");
    return { roles: [role.data], authority: authority.data };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}
