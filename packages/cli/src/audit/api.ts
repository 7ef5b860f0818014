import { createClient, ServiceUnavailable } from "@shuangsui/client";
import { api, Problem, problemEntry, type auditChainPage } from "@shuangsui/contracts";
import { z } from "zod";
import { CannotRun } from "../terminal.ts";

const linksAtOnce = 1000;
const timeoutMs = 60_000;
const { getAuditChain } = api.registry;

/**
 * The links of a service's chain, in order, page by page as its API gives them to an auditor, with whose entries have to be there.
 * @throws CannotRun in one line if it does not answer as such a service does
 */
export async function* pagesOfApi(baseUrl: string): AsyncGenerator<z.output<typeof auditChainPage>> {
  if (URL.parse(baseUrl) === null) throw new CannotRun(`${baseUrl}: not a URL`);
  const shown = process.env["SHUANGSUI_TOKEN"];
  const token = shown === undefined ? undefined : async () => shown;
  const service = createClient({ getAuditChain }, { baseUrl, token, timeoutMs });
  for (let after: number | null = 0; after !== null;) {
    const page: z.output<typeof auditChainPage> = await service
      .getAuditChain({ query: { after, limit: linksAtOnce } })
      .catch((error: unknown) => {
        throw new CannotRun(`${baseUrl}: ${whyOf(error)}`);
      });
    yield page;
    if (page.next !== null && page.next <= after)
      throw new CannotRun(`${baseUrl}: the same page again and again`);
    after = page.next;
  }
}

function whyOf(error: unknown): string {
  if (error instanceof z.ZodError) return "not a page of an audit trail";
  if (error instanceof ServiceUnavailable) return `can't be read: ${error.message}`;
  if (!(error instanceof Problem)) throw error;
  const { status } = problemEntry(error.code);
  return status === 401
    ? "asks for an auditor's token in SHUANGSUI_TOKEN (shuangsui token)"
    : `answered ${status}, ${error.code}`;
}
