import {
  authorityOf,
  Problem,
  seenBy,
  type SupervisionSubject,
  type SupervisionSubjectKind,
} from "@shuangsui/contracts";
import { findRow as findCampaign } from "../campaigns/store.ts";
import { findInspection } from "../inspections/store.ts";
import { findPlan } from "../plans/store.ts";
import type { Work } from "../tables.ts";

/** What an order is about: whose it is, and what it is called. */
export type Subject = { kind: SupervisionSubjectKind; id: string; authority: string; title: string };

/**
 * What an order names, as the scope of who orders it sees it (article 4).
 * @throws Problem `not-found`; what is another's and out of sight is not there
 */
export async function findSubject(
  work: Work,
  callerAuthority: string,
  named: SupervisionSubject,
): Promise<Subject> {
  const subject = await lookUp(work, callerAuthority, named);
  if (subject === undefined) throw new Problem("not-found");
  return { kind: named.kind, ...subject };
}

async function lookUp(
  work: Work,
  callerAuthority: string,
  named: SupervisionSubject,
): Promise<Omit<Subject, "kind"> | undefined> {
  switch (named.kind) {
    case "inspection": {
      const found = await findInspection(work, named.id);
      return found && { ...whose(found), title: found.target_name ?? found.target_code };
    }
    case "plan": {
      const found = await findPlan(work, named.id);
      return found === undefined || found.state === "deleted"
        ? undefined
        : { ...whose(found), title: found.title };
    }
    case "campaign": {
      const found = await findCampaign(work, named.id);
      return found && { ...whose(found), title: found.title };
    }
    case "authority": {
      const { code } = named;
      const found = seenBy(callerAuthority).includes(code) ? authorityOf(code) : undefined;
      return found && { id: code, authority: code, title: found.name };
    }
    default:
      return named satisfies never;
  }
}

const whose = ({ id, authority }: { id: string; authority: string }) => ({ id, authority });
