import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";

const told = z.object({ p99: z.number(), longest: z.number() });
/** How long a process's event loop was held up, milliseconds. */
export type Delay = z.infer<typeof told>;

/** How long a process's event loop was held up since it was asked last. @throws Error where it has no probe */
export async function delayOf(folder: string, pid: number): Promise<Delay> {
  const answer = await new Promise<string>((resolve, reject) => {
    request({ socketPath: join(folder, `${pid}.sock`), path: "/" }, (response) => resolve(text(response)))
      .on("error", reject)
      .end();
  });
  return told.parse(JSON.parse(answer));
}
