import { createClient, type Client } from "@shuangsui/client";
import { commandOutcome, type Operation, uploadedSheets } from "@shuangsui/contracts";
import type { People, SignedIn } from "../../packages/service-kit/src/testing/issuer.ts";
import { setTimeout as pause } from "node:timers/promises";
import { v5 as uuidv5, v7 as uuidv7 } from "uuid";

/** An answer as a caller sees it: the status, and the JSON body (problems too). */
export type Answer = { status: number; body: Record<string, unknown>; location: string | null };

/** What a token says of somebody besides who it is. */
type Who = Pick<SignedIn, "roles" | "inspector" | "witness">;

/** Somebody who calls one service over HTTP, as an official of an authority or as the public. */
export type Person = {
  /** Another person of the same authority: which inspector of the registry that is, or which witness, in which roles. */
  as(actor: string, who?: Who): Person;
  /** The service by its declared operations, in this person's name, and as patient. */
  at<Api extends Readonly<Record<string, Operation>>>(operations: Api): Client<Api>;
  get(path: string): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  post(path: string, body: unknown, key?: string): Promise<Answer>;
  /** Sends a command and waits until it is decided, asking so often at most. Gives the outcome, or the problem that refused it. */
  command(path: string, body: unknown, key?: string, tries?: number): Promise<Answer>;
  /** Uploads a file, once under its key: CSV, unless it is bytes, which are a workbook's. */
  upload(path: string, file: string | Uint8Array<ArrayBuffer>, key: string): Promise<Answer>;
};

/** About a minute, either way. */
const patience = { everyMs: 250, tries: 240, calls: 12 };

/** Sends again, the same, while the service is away: an act carries its key, so that it is done once. */
export async function patiently<T extends { status: number }>(send: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const last = tried === patience.tries;
    const answer = await send().catch((error: unknown) => {
      if (last) throw error;
      return undefined;
    });
    if (answer !== undefined && (last || answer.status !== 503)) return answer;
    await pause(patience.everyMs);
  }
}

/** Of whom somebody's tokens come, and for which authority somebody acts. */
type SignedInBy = { people: People; authority: string };

/**
 * Somebody of an authority at a service, with every role, who waits up to a minute for one that is away.
 * @throws TypeError where nothing answers even then
 */
export function personAt(baseUrl: string, people: People, authority: string, actor = "official-1"): Person {
  return personOf(baseUrl, { people, authority }, actor);
}

/** Somebody at a service who is not signed in. */
export function anybodyAt(baseUrl: string): Person {
  return personOf(baseUrl, null, "");
}

function personOf(baseUrl: string, signedInBy: SignedInBy | null, actor: string, who: Who = {}): Person {
  const authorization = async () =>
    signedInBy === null
      ? {}
      : {
          authorization: `Bearer ${await signedInBy.people.tokenFor({ authority: signedInBy.authority, actor, ...who })}`,
        };
  const once = async (
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...(await authorization()),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const json = (response.headers.get("content-type") ?? "").includes("json");
    return {
      status: response.status,
      body: json && text !== "" ? (JSON.parse(text) as Record<string, unknown>) : { text },
      location: response.headers.get("location"),
    };
  };
  const send = (...request: Parameters<typeof once>) => patiently(() => once(...request));
  const json = { "content-type": "application/json" };
  const person: Person = {
    as: (other, whoever) => personOf(baseUrl, signedInBy, other, whoever),
    at: (operations) =>
      createClient(operations, {
        baseUrl,
        token:
          signedInBy === null
            ? undefined
            : () => signedInBy.people.tokenFor({ authority: signedInBy.authority, actor, ...who }),
        attempts: patience.calls,
      }),
    get: (path) => send("GET", path),
    put: (path, body) => send("PUT", path, JSON.stringify(body), json),
    post: (path, body, key = uuidv7()) =>
      send("POST", path, JSON.stringify(body), { ...json, "idempotency-key": key }),
    async command(path, body, key = uuidv7(), tries) {
      const first = await person.post(path, body, key);
      if (first.status !== 202) return first;
      const where = first.location ?? "";
      const decided = await until(
        async () => (await send("GET", where)).body,
        (outcome) => commandOutcome.parse(outcome).status !== "pending",
        `command ${path}`,
        tries,
      );
      const outcome = commandOutcome.parse(decided);
      return {
        status: outcome.status === "done" ? 200 : 409,
        body: { ...outcome },
        location: first.location,
      };
    },
    upload: (path, file, key) =>
      send("POST", path, file, {
        "content-type": typeof file === "string" ? "text/csv; charset=utf-8" : uploadedSheets[0],
        "idempotency-key": key,
      }),
  };
  return person;
}

const space = "8d0f2f8e-65a1-5d0c-9a5e-0d4a3c1b7e21";

/** A key that follows from what is done, so that doing it again after an interruption is doing it once. */
export function keyOf(...parts: readonly string[]): string {
  return uuidv5(parts.join("/"), space);
}

/** Asks again until the answer is as wanted. @throws Error naming what was waited for, with the last answer */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  what: string,
  tries = 600,
): Promise<T> {
  let answer = await ask();
  for (let tried = 0; tried < tries; tried += 1) {
    if (wanted(answer)) return answer;
    await pause(50);
    answer = await ask();
  }
  throw new Error(`waited in vain for ${what}: ${JSON.stringify(answer).slice(0, 2000)}`);
}
