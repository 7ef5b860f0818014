import { ServiceUnavailable } from "@shuangsui/client";
import { Problem, problemEntry } from "@shuangsui/contracts";
import { join } from "node:path";
import { z } from "zod";
import { dataFolder, readJson } from "./data-folder.ts";
import { tokenOf } from "./token/operator-token.ts";

/** The services that commands call. */
export type ServiceName = "registry" | "inspection";
const endpoints = z.object({ registry: z.url(), inspection: z.url() });

/** Where a service of the system is that runs in this checkout. @throws CannotRun */
export async function addressOf(service: ServiceName): Promise<string> {
  return (await readJson(join(dataFolder(process.env), "endpoints.json"), endpoints))[service];
}

/** The token of SHUANGSUI_TOKEN, or else one that is asked for: it holds for ten minutes, and one that is refused is followed by another. */
export function tokenFor(request: Parameters<typeof tokenOf>[0]): (refused?: string) => Promise<string> {
  const shown = process.env["SHUANGSUI_TOKEN"];
  if (shown !== undefined) return async () => shown;
  let held: string | undefined;
  return async (refused) => {
    if (held === undefined || held === refused) held = await tokenOf(request);
    return held;
  };
}

/** Why a service did not do it, in one line. */
export function whyOf(service: ServiceName, error: unknown): string {
  if (error instanceof ServiceUnavailable) return `the ${service} does not answer: ${error.message}`;
  if (!(error instanceof Problem)) throw error;
  const { status, en } = problemEntry(error.code);
  const places = error.places.map(({ path = "", message }) => `; ${path} ${message}`);
  return `${en} (${status}, ${error.code})${places.join("")}`;
}
