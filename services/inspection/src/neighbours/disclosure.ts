import {
  api,
  type drawAnnouncement,
  type publicationCommands,
  type publicationOpening,
} from "@shuangsui/contracts";
import type { FileName } from "@shuangsui/lottery";
import { serviceClient, StillPending, type ServiceClientOptions } from "@shuangsui/service-kit";
import { setTimeout as pause } from "node:timers/promises";
import type { z } from "zod";

type Opening = z.input<typeof publicationOpening>;
type Commands = typeof publicationCommands;
/** A file's text, or what gives its bytes one after the other, from the first on each time. */
export type FileContent = string | (() => AsyncIterable<Uint8Array>);
export type DrawAnnouncement = z.input<typeof drawAnnouncement>;

/** How draws are made public at the disclosure service. Every call may be made again. */
export type DrawAnnouncer = {
  announceDraw(drawId: string, announcement: DrawAnnouncement): Promise<void>;
  /** Hands over a file of the draw, byte for byte. */
  putDrawFile(authority: string, drawId: string, file: FileName, content: FileContent): Promise<void>;
};

/** What the inspection service asks of disclosure. Every call may be made again. */
export type DisclosureClient = DrawAnnouncer & {
  open(publicationId: string, opening: Opening): Promise<void>;
  /** `key` makes the command one, however often it is sent. @throws ServiceUnavailable also while it is undecided */
  command<Type extends keyof Commands>(
    publicationId: string,
    type: Type,
    key: string,
    authority: string,
    body: z.input<Commands[Type]>,
  ): Promise<void>;
};

/** How long disclosure may take for a file, or to verify a whole draw before it shows it as revealed, milliseconds. */
const drawWithinMs = 120_000;
/** After how long it is asked again what it has not told yet, milliseconds. */
const askAgainMs = 500;

/** Each command's operation at disclosure. */
const operationOf = {
  due: "postPublicationsByIdCommandsDue",
  content: "postPublicationsByIdCommandsContent",
  renew: "postPublicationsByIdCommandsRenew",
  withdraw: "postPublicationsByIdCommandsWithdraw",
  drop: "postPublicationsByIdCommandsDrop",
  "take-down": "postPublicationsByIdCommandsTakeDown",
  ask: "postPublicationsByIdCommandsAsk",
  publish: "postPublicationsByIdCommandsPublish",
} as const satisfies Record<keyof Commands, keyof typeof api.disclosure>;

/** A client of the disclosure service. */
export function disclosureClient(options: ServiceClientOptions): DisclosureClient {
  const disclosure = serviceClient(api.disclosure, options);
  const timeoutMs = drawWithinMs;
  return {
    open: (id, body) =>
      disclosure.done("putPublicationsById", { authority: body.authority, params: { id }, body }),
    command(id, type, idempotencyKey, authority, body) {
      const call = { authority, idempotencyKey, body, params: { id } };
      // That body and operation are of one type is known here, and to no compiler.
      return disclosure.done(operationOf[type], call as never);
    },
    async announceDraw(drawId, body) {
      const call = { authority: body.authority, timeoutMs, body, params: { drawId } };
      for (const began = performance.now(); ;)
        try {
          return await disclosure.done("putDrawsByDrawId", call);
        } catch (error) {
          // It verifies the draw: what came of that it tells whoever asks again.
          if (!(error instanceof StillPending) || performance.now() - began > drawWithinMs) throw error;
          await pause(askAgainMs);
        }
    },
    putDrawFile: (authority, drawId, file, body) =>
      disclosure.done("putDrawsByDrawIdFilesByFile", {
        ...{ authority, timeoutMs, body },
        params: { drawId, file },
      }),
  };
}
