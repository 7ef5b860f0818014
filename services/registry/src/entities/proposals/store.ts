import type { ProposalStatus } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { Work } from "../../register/register.ts";
import type { Answer, Proposal } from "./tables.ts";

/** The proposal that an authority made under a key, if any. */
export function proposalUnder(work: Work, authority: string, key: string): Promise<Proposal | undefined> {
  return work
    .selectFrom("proposal")
    .selectAll()
    .where("authority", "=", authority)
    .where("key", "=", key)
    .executeTakeFirst();
}

/** A proposal on an entity, if the scope may see it. */
export function findProposal(work: Work, code: string, id: string): Promise<Proposal | undefined> {
  return work
    .selectFrom("proposal")
    .selectAll()
    .where("credit_code", "=", code)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** A proposal on whichever entity, if the scope may see it. */
export function readProposal(work: Work, id: string): Promise<Proposal | undefined> {
  return work.selectFrom("proposal").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The open proposals on an entity, the first first. */
export function openProposals(work: Work, code: string): Promise<Proposal[]> {
  return work
    .selectFrom("proposal")
    .selectAll()
    .where("credit_code", "=", code)
    .where("status", "=", "open")
    .orderBy("id")
    .execute();
}

/** Which proposals are asked for: of one entity or of all, of a status, after a place. */
export type ProposalPage = {
  code: string | undefined;
  status: ProposalStatus | undefined;
  after: string | null;
  limit: number;
};

/** A page of the proposals that the scope may see, in their order, one more than asked for where there are more. */
export function listProposals(work: Work, { code, status, after, limit }: ProposalPage): Promise<Proposal[]> {
  return work
    .selectFrom("proposal")
    .selectAll()
    .$if(code !== undefined, (query) => query.where("credit_code", "=", code ?? ""))
    .$if(status !== undefined, (query) => query.where("status", "=", status ?? "open"))
    .$if(after !== null, (query) => query.where("id", ">", after))
    .orderBy("id")
    .limit(limit + 1)
    .execute();
}

/** The answers to proposals in their order, by the proposals' ids. */
export async function answersOf(
  work: Work,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const { rows } = await sql<Answer>`
    select * from proposal_answer where proposal_id = any(${ids}::uuid[]) order by at, authority`.execute(
    work,
  );
  return Map.groupBy(rows, (row) => row.proposal_id);
}

/** Adds an answer. */
export async function addAnswer(work: Work, answer: Answer): Promise<void> {
  await work.insertInto("proposal_answer").values(answer).execute();
}

/** Ends a proposal. */
export async function endProposal(
  work: Work,
  id: string,
  end: { status: "applied"; applied_version: number } | { status: "refused" | "withdrawn" },
  at: Date,
): Promise<void> {
  await work
    .updateTable("proposal")
    .set({ ...end, ended_at: at })
    .where("id", "=", id)
    .execute();
}

/** Ends what is still open of an entity, of which something else is shared now. */
export async function outdateProposals(work: Work, code: string, at: Date): Promise<void> {
  await work
    .updateTable("proposal")
    .set({ status: "outdated", ended_at: at })
    .where("credit_code", "=", code)
    .where("status", "=", "open")
    .execute();
}

/** Lets one proposal at a time use a key, until the transaction ends. */
export async function lockKey(work: Work, authority: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${authority} ${key}`}, 0))`.execute(work);
}
