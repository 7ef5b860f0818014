import { auditChainPage } from "@shuangsui/contracts";
import type { z } from "zod";
import { CannotRun } from "../terminal.ts";

const linksAtOnce = 1000;
const answersWithinMs = 60_000;

/**
 * The links of a service's chain, in order, page by page as its API gives them to an auditor, with whose entries have to be there.
 * @throws CannotRun in one line if it does not answer as such a service does
 */
export async function* pagesOfApi(base: string): AsyncGenerator<z.infer<typeof auditChainPage>> {
  const url = URL.parse(base);
  if (url === null) throw new CannotRun(`${base}: not a URL`);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v1/audit/chain`;
  for (let after: number | null = 0; after !== null;) {
    url.search = new URLSearchParams({ after: String(after), limit: String(linksAtOnce) }).toString();
    const page = auditChainPage.safeParse(await get(url));
    if (!page.success) throw new CannotRun(`${url.href}: not a page of an audit trail`);
    yield page.data;
    if (page.data.next !== null && page.data.next <= after)
      throw new CannotRun(`${url.href}: the same page again and again`);
    after = page.data.next;
  }
}

async function get(url: URL): Promise<unknown> {
  const token = process.env["SHUANGSUI_TOKEN"];
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(answersWithinMs),
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    if (response.ok) return await response.json();
    await response.body?.cancel();
    if (response.status === 401)
      throw new CannotRun(`${url.href}: asks for an auditor's token in SHUANGSUI_TOKEN (shuangsui token)`);
    throw new CannotRun(`${url.href}: answered ${response.status}`);
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`${url.href}: can't be read`);
  }
}
