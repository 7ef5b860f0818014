import { z } from "zod";
import { commandOutcome, id } from "../basics.ts";
import {
  drawAnnouncement,
  drawListItem,
  itemLists,
  officialTakedownList,
  officialTakedownQuery,
  publicationCommands,
  publicationOpening,
  publicationTerms,
} from "../publications.ts";
import { settingSources } from "../settings.ts";
import { matterOperations } from "./common.ts";
import type { Operation } from "./operation.ts";

/** The operations of disclosure, as services and officials call it. */
export const disclosureOperations = {
  ...matterOperations,
  putPublicationsById: {
    method: "PUT",
    path: "/api/v1/publications/:id",
    body: publicationOpening,
    answer: z.object({ id }),
  },
  postPublicationsByIdCommandsDue: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/due",
    body: publicationCommands.due,
    answer: commandOutcome,
    keyed: true,
  },
  postPublicationsByIdCommandsContent: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/content",
    body: publicationCommands.content,
    answer: commandOutcome,
    keyed: true,
  },
  postPublicationsByIdCommandsRenew: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/renew",
    body: publicationCommands.renew,
    answer: commandOutcome,
    keyed: true,
  },
  postPublicationsByIdCommandsWithdraw: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/withdraw",
    body: publicationCommands.withdraw,
    answer: commandOutcome,
    keyed: true,
  },
  postPublicationsByIdCommandsDrop: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/drop",
    body: publicationCommands.drop,
    answer: commandOutcome,
    keyed: true,
  },
  postPublicationsByIdCommandsTakeDown: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/take-down",
    body: publicationCommands["take-down"],
    answer: commandOutcome,
    keyed: true,
  },
  postPublicationsByIdCommandsAsk: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/ask",
    body: publicationCommands.ask,
    answer: commandOutcome,
    keyed: true,
  },
  postPublicationsByIdCommandsPublish: {
    method: "POST",
    path: "/api/v1/publications/:id/commands/publish",
    body: publicationCommands.publish,
    answer: commandOutcome,
    keyed: true,
  },
  getItemLists: { method: "GET", path: "/api/v1/item-lists", answer: itemLists },
  getTakedowns: {
    method: "GET",
    path: "/api/v1/takedowns",
    query: officialTakedownQuery,
    answer: officialTakedownList,
  },
  getSettings: { method: "GET", path: "/api/v1/settings", answer: settingSources },
  getSettingsPublicationTerms: {
    method: "GET",
    path: "/api/v1/settings/publication-terms",
    answer: publicationTerms,
  },
  putSettingsPublicationTerms: {
    method: "PUT",
    path: "/api/v1/settings/publication-terms",
    body: publicationTerms,
    answer: publicationTerms,
  },
  putDrawsByDrawId: {
    method: "PUT",
    path: "/api/v1/draws/:drawId",
    body: drawAnnouncement,
    answer: drawListItem,
  },
  putDrawsByDrawIdFilesByFile: {
    method: "PUT",
    path: "/api/v1/draws/:drawId/files/:file",
    sends: ["application/octet-stream"],
    answer: z.object({ sha256: z.string() }),
  },
} as const satisfies Readonly<Record<string, Operation>>;
