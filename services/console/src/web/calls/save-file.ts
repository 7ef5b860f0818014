import { createClient, ServiceUnavailable } from "@shuangsui/client";
import { at, type ServiceName } from "./services.ts";

/** A list of a million lines takes minutes. */
const longestMs = 1_800_000;

/** A file of a service: where it is, and what it is called on whoever's disk. */
export type ServiceFile = { service: ServiceName; path: string; name: string };

/** Fetches a file whole and has the browser keep it. @throws Problem, ServiceUnavailable: then nothing was kept */
export async function saveFile({ service, path, name }: ServiceFile): Promise<void> {
  const client = createClient({ file: { method: "GET", path, bytes: true } }, at(service));
  const stream = await client.streamed("file", { timeoutMs: longestMs });
  const blob = await new Response(stream).blob().catch(() => {
    throw new ServiceUnavailable("the file broke off");
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // A browser that has not begun to read it yet would find nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
