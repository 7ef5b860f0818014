import type { publicationCommands, publicationOpening } from "@shuangsui/contracts";
import { serviceClient, type ServiceClientOptions } from "@shuangsui/service-kit";
import { z } from "zod";
import { drawAnnouncer, type DrawAnnouncer } from "./draws/announcer.ts";

type Opening = z.input<typeof publicationOpening>;
type Commands = typeof publicationCommands;

/** What the inspection service asks of disclosure. Every call may be made again. */
export type DisclosureClient = DrawAnnouncer & {
  open(publicationId: string, opening: Opening): Promise<void>;
  /** `key` makes the command one, however often it is sent. */
  command<Type extends keyof Commands>(
    publicationId: string,
    type: Type,
    key: string,
    authority: string,
    body: z.input<Commands[Type]>,
  ): Promise<void>;
};

/** The command by which the service itself hands over disclosure's notice that something was published. */
export const noticeCommand = "published";

/** A client of the disclosure service. */
export function disclosureClient(options: ServiceClientOptions): DisclosureClient {
  const { call } = serviceClient(options);
  return {
    ...drawAnnouncer(options),
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
  };
}
