import { reckoned, type Domain, type Reckoned } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { publicationRules } from "./commands/index.ts";
import { publicationLifecycle, type PublicationDecision } from "./lifecycle.ts";
import { findPublication, lockPublication, publicationsBehind, writePublication } from "./store.ts";
import type { Publication } from "./tables.ts";

const { nextAt } = publicationLifecycle;

/** The publication as the frame knows it. */
export const publicationDomain: Domain<Work, Publication, PublicationDecision> = {
  type: "publication",
  lifecycle: publicationLifecycle,
  commands: publicationRules,
  find: findPublication,
  lock: lockPublication,
  write: writePublication,
  // Its workflow's timer rings in time for what it knows of: it is told of what is owed, and of what comes sooner.
  concernsWorkflow(before, after, { owes = [] }) {
    const [was, is] = [nextAt(before), nextAt(after)];
    return owes.length > 0 || (is !== null && (was === null || is < was));
  },
};

/** What a changed calendar reminds of at another time. */
export const reckonedKinds: readonly Reckoned<Work>[] = [reckoned(publicationDomain, publicationsBehind)];
