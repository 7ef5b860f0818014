import type { drawAnnouncement } from "@shuangsui/contracts";
import type { FileName } from "@shuangsui/lottery";
import { serviceClient, type ServiceClientOptions } from "@shuangsui/service-kit";
import { z } from "zod";

export type DrawAnnouncement = z.input<typeof drawAnnouncement>;

/** How draws are made public at the disclosure service. Every call may be made again. */
export type DrawAnnouncer = {
  announceDraw(drawId: string, announcement: DrawAnnouncement): Promise<void>;
  /** Hands over a file of the draw, byte for byte. */
  putDrawFile(authority: string, drawId: string, file: FileName, text: string): Promise<void>;
};

/** How long disclosure may take for a file, or to verify a whole draw before it shows it as revealed. */
const withinMs = 120_000;

/** A client of the disclosure service's draws. */
export function drawAnnouncer(options: ServiceClientOptions): DrawAnnouncer {
  const { call } = serviceClient({ ...options, timeoutMs: withinMs });
  return {
    async announceDraw(drawId, announcement) {
      await call(`/api/v1/draws/${drawId}`, z.unknown(), {
        method: "PUT",
        authority: announcement.authority,
        body: announcement,
      });
    },
    async putDrawFile(authority, drawId, file, text) {
      await call(`/api/v1/draws/${drawId}/files/${file}`, z.unknown(), {
        method: "PUT",
        authority,
        body: Buffer.from(text, "utf8"),
      });
    },
  };
}
