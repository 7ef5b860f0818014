import { isProblemCode, Problem, type drawAnnouncement } from "@shuangsui/contracts";
import type { FileName } from "@shuangsui/lottery";
import { serviceClient, ServiceUnavailable, type ServiceClientOptions } from "@shuangsui/service-kit";
import { z } from "zod";

export type DrawAnnouncement = z.input<typeof drawAnnouncement>;

/** How draws are made public at the disclosure service. Every call may be made again. */
export type DrawAnnouncer = {
  announceDraw(drawId: string, announcement: DrawAnnouncement): Promise<void>;
  /** Hands over a file of the draw, byte for byte. */
  putDrawFile(authority: string, drawId: string, file: FileName, text: string): Promise<void>;
};

/** A client of the disclosure service's draws. */
export function drawAnnouncer(options: ServiceClientOptions): DrawAnnouncer {
  const { call } = serviceClient(options);
  return {
    async announceDraw(drawId, announcement) {
      await call(`/api/v1/draws/${drawId}`, z.unknown(), {
        method: "PUT",
        authority: announcement.authority,
        body: announcement,
      });
    },
    async putDrawFile(authority, drawId, file, text) {
      const response = await fetch(new URL(`/api/v1/draws/${drawId}/files/${file}`, options.baseUrl), {
        method: "PUT",
        headers: {
          authorization: `Bearer ${options.token}`,
          "x-authority": authority,
          "x-actor": "system",
          "content-type": "application/octet-stream",
        },
        body: Buffer.from(text, "utf8"),
        signal: AbortSignal.timeout(120_000),
      }).catch(() => {
        throw new ServiceUnavailable("no answer");
      });
      if (response.ok) return;
      const body: unknown = await response.json().catch(() => undefined);
      const code =
        typeof body === "object" && body !== null && "code" in body && typeof body.code === "string"
          ? body.code
          : "";
      if (response.status < 500 && isProblemCode(code)) throw new Problem(code);
      throw new ServiceUnavailable(`status ${response.status}`);
    },
  };
}
