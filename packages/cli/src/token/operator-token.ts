import { operatorToken } from "@shuangsui/contracts";
import { CannotRun } from "../terminal.ts";
import { operatorAccess } from "./access.ts";

/** How long identity may take to answer, in milliseconds. */
const patienceMs = 15_000;

/** A token of roles in an authority, which holds for ten minutes, as identity gives it to an operator. @throws CannotRun */
export async function tokenOf(request: { roles: readonly string[]; authority: string }): Promise<string> {
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
  return read.data.token;
}
