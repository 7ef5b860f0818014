import { publicationCommands, publicationOpening } from "@shuangsui/contracts";
import { commandRules } from "@shuangsui/service-kit";
import { z } from "zod";
import type { Work } from "../../tables.ts";
import type { PublicationDecision } from "../lifecycle.ts";
import type { Publication } from "../tables.ts";
import { decideAsk } from "./ask.ts";
import { decideContent } from "./content.ts";
import { decideDrop } from "./drop.ts";
import { decideDue } from "./due.ts";
import { decideOpen } from "./open.ts";
import { decidePublish } from "./publish.ts";
import { decideRenew } from "./renew.ts";
import { decideTakeDown } from "./take-down.ts";
import { decideWithdraw } from "./withdraw.ts";

const rule = commandRules<Work, Publication, PublicationDecision>();

/** What may be asked of a publication. All of it is decided by what its row says. */
export const publicationRules = {
  open: rule({ body: publicationOpening, decide: decideOpen }),
  due: rule({ body: publicationCommands.due, decide: decideDue }),
  content: rule({ body: publicationCommands.content, decide: decideContent }),
  renew: rule({ body: publicationCommands.renew, decide: decideRenew }),
  publish: rule({ body: z.unknown(), decide: decidePublish }),
  withdraw: rule({ body: publicationCommands.withdraw, decide: decideWithdraw }),
  drop: rule({ body: z.unknown(), decide: decideDrop }),
  "take-down": rule({ body: publicationCommands["take-down"], decide: decideTakeDown }),
  ask: rule({ body: publicationCommands.ask, decide: decideAsk }),
};
