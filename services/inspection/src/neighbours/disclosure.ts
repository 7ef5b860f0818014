import type { drawAnnouncement, publicationCommands, publicationOpening } from "@shuangsui/contracts";
import type { FileName } from "@shuangsui/lottery";
import { serviceClient, type ServiceClientOptions } from "@shuangsui/service-kit";
import { z } from "zod";

type Opening = z.input<typeof publicationOpening>;
type Commands = typeof publicationCommands;
export type DrawAnnouncement = z.input<typeof drawAnnouncement>;

/** How draws are made public at the disclosure service. Every call may be made again. */
export type DrawAnnouncer = {
  announceDraw(drawId: string, announcement: DrawAnnouncement): Promise<void>;
  /** Hands over a file of the draw, byte for byte. */
  putDrawFile(authority: string, drawId: string, file: FileName, text: string): Promise<void>;
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

/** A client of the disclosure service. */
export function disclosureClient(options: ServiceClientOptions): DisclosureClient {
  const { call } = serviceClient(options);
  const draws = serviceClient({ ...options, timeoutMs: drawWithinMs });
  return {
    async open(publicationId, opening) {
      await call(`/api/v1/publications/${publicationId}`, z.unknown(), {
        method: "PUT",
        authority: opening.authority,
        body: opening,
      });
    },
    async command(publicationId, type, key, authority, body) {
      await call(`/api/v1/publications/${publicationId}/commands/${type}`, z.unknown(), {
        method: "POST",
        authority,
        idempotencyKey: key,
        body,
      });
    },
    async announceDraw(drawId, announcement) {
      await draws.call(`/api/v1/draws/${drawId}`, z.unknown(), {
        method: "PUT",
        authority: announcement.authority,
        body: announcement,
      });
    },
    async putDrawFile(authority, drawId, file, text) {
      await draws.call(`/api/v1/draws/${drawId}/files/${file}`, z.unknown(), {
        method: "PUT",
        authority,
        body: Buffer.from(text, "utf8"),
      });
    },
  };
}
