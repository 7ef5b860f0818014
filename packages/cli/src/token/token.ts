import { accountRole, accountRoles, authorityCode, operatorToken } from "@shuangsui/contracts";
import { parseArgs } from "node:util";
import { CannotRun, print, Usage } from "../terminal.ts";
import { operatorAccess } from "./access.ts";

/** How long identity may take to answer, in milliseconds. */
const patienceMs = 15_000;

/** Prints a token of a role in an authority, which holds for ten minutes. @returns 0 */
export async function token(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  const { issuer, secret } = await operatorAccess(process.env);
  let response: Response;
  try {
    response = await fetch(new URL("/operator/tokens", issuer), {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch {
    throw new CannotRun(`${issuer}: identity does not answer`);
  }
  if (response.status === 401) throw new CannotRun(`${issuer}: the operator's secret is another one`);
  if (response.status === 404) throw new CannotRun(`${issuer}: gives no operator tokens`);
  const read = operatorToken.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !read.success) throw new CannotRun(`${issuer}: answered ${response.status}`);
  print(read.data.token);
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
