import { createClient, ServiceUnavailable } from "@shuangsui/client";
import { at, type ServiceName } from "./services.ts";

/** How long a service may take to say whether a file may be had. */
const askedMs = 10_000;

/** A file of a service: where it is, and what it is called on whoever's disk. */
export type ServiceFile = { service: ServiceName; path: string; name: string };

/**
 * Has the browser take a file away as it comes, once the service has said that it may be had: a link alone would show nothing of a
 * refusal.
 * @throws Problem, ServiceUnavailable: then nothing was begun
 */
export async function saveFile({ service, path, name }: ServiceFile): Promise<void> {
  const { baseUrl, headersOf } = at(service);
  const href = `${baseUrl}${path}`;
  const request = { method: "HEAD", headers: headersOf(), signal: AbortSignal.timeout(askedMs) };
  const { ok, status } = await fetch(href, request).catch(() => {
    throw new ServiceUnavailable("no answer");
  });
  if (!ok) await refusal({ service, path }, status);
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

/** Asks for the words of a refusal, which come with a whole answer alone. @throws Problem, ServiceUnavailable */
async function refusal({ service, path }: Omit<ServiceFile, "name">, status: number): Promise<void> {
  if (status >= 500) throw new ServiceUnavailable(`status ${status}`);
  const client = createClient({ file: { method: "GET", path, bytes: true } }, at(service));
  await client.done("file");
}
