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

const fileWithinMs = 120_000;

/** A client of the disclosure service's draws. */
export function drawAnnouncer(options: ServiceClientOptions): DrawAnnouncer {
  const { call } = serviceClient(options);
  const files = serviceClient({ ...options, timeoutMs: fileWithinMs });
  return {
    async announceDraw(drawId, announcement) {
      await call(`/api/v1/draws/${drawId}`, z.unknown(), {
        method: "PUT",
        authority: announcement.authority,
        body: announcement,
      });
    },
    async putDrawFile(authority, drawId, file, text) {
      await files.call(`/api/v1/draws/${drawId}/files/${file}`, z.unknown(), {
        method: "PUT",
        authority,
        body: Buffer.from(text, "utf8"),
      });
    },
  };
}
