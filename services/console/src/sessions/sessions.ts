import { Problem, type Role } from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import {
  originNow,
  ServiceUnavailable,
  systemScope,
  type Auditor,
  type Credentials,
  type Database,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { hash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Tables } from "../tables.ts";
import { isEnding, isNoted, isOver, overBefore } from "./rules.ts";
import {
  keepTokens,
  lockedSession,
  noteUse,
  removeSession,
  renewSessions,
  replaceSession,
  sessionOf,
} from "./store.ts";
import { tokens as tokensForm, type Tokens } from "./tokens.ts";

/** Somebody who is signed in: for which authority, in which roles, and what is shown to the services in their name. */
export type Session = {
  /** The person, by the id that tokens name. */
  actor: string;
  authority: string;
  roles: readonly Role[];
  /** Which inspector of the registry the person is; undefined where none. */
  inspector: string | undefined;
  credentials: Credentials;
};

export type SessionOptions = {
  database: Database<Tables>;
  sealer: Sealer;
  verifier: TokenVerifier;
  auditor: Auditor;
  /** Other tokens for those that end; undefined where the provider refuses. @throws ServiceUnavailable */
  renew(tokens: Tokens): Promise<Tokens | undefined>;
  now(): Date;
};

export type Sessions = {
  /**
   * Begins a session in the place of the one that the browser had. Gives its id, another one each time.
   * @throws Problem `caller/token-invalid` where the tokens are no person's
   */
  begin(tokens: Tokens, earlierId?: string): Promise<string>;
  /**
   * Whose session that is; undefined where there is none or it is over.
   * @param byPerson whether a person asked for the page, rather than the page itself
   * @throws ServiceUnavailable where the provider is needed and does not answer
   */
  open(id: string, byPerson: boolean): Promise<Session | undefined>;
  end(id: string): Promise<void>;
  /**
   * What a person's account may do has changed: its sessions go on by what it may do now, or end. Where that can't be written down, this
   * process does so at its next call, and meanwhile has theirs renewed all the same.
   */
  renewOf(actor: string): Promise<void>;
};

type Person = { authority: string; actor: string };

const idForm = /^[A-Za-z0-9_-]{43}$/;
const hashOf = (id: string) => hash("sha256", id, "hex");

const said = z.object({ sub: z.string(), authority: z.string() });

/** Whom a token names that was verified when it was taken in; it may have ended since. */
function saidBy(access: string): Person | undefined {
  const [, payload = ""] = access.split(".");
  try {
    const { sub, authority } = said.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    return { actor: sub, authority };
  } catch {
    return undefined;
  }
}

/** The sessions of the people who are signed in: rows by the hashes of their ids, the tokens in them sealed. */
export function openSessions({ database, sealer, verifier, auditor, renew, now }: SessionOptions): Sessions {
  /** In this process one renewal at a time; between processes the row's lock sees to it. */
  const renewing = new Map<string, Promise<Tokens | undefined>>();
  const placeOf = (idHash: string) => ({ field: "session.tokens", row: idHash });
  const sealed = (idHash: string, tokens: Tokens) => sealer.seal(placeOf(idHash), JSON.stringify(tokens));
  const opened = (idHash: string, bytes: Buffer) =>
    tokensForm.parse(JSON.parse(sealer.open(placeOf(idHash), bytes)));
  const remove = (idHash: string) =>
    database.as(systemScope, (transaction) => removeSession(transaction, idHash));

  /** The person whom an access token names. @throws Problem `caller/token-invalid` */
  const personOf = async (access: string) => {
    const { sub, authority, roles, inspector } = await verifier.verify(access);
    if (authority === undefined) throw new Problem("caller/token-invalid");
    return { authority, roles, inspector, actor: sub };
  };

  const noteSession = (act: "signed-in" | "signed-out", person: Person | undefined) =>
    auditor.note({
      ...{ authority: person?.authority ?? null, callerAuthority: person?.authority ?? null },
      ...{ actor: person?.actor ?? "unknown", action: `session/${act}`, subject: person?.actor ?? null },
      ...{ code: null, before: null, after: null, ...originNow() },
    });

  const renewInTurn = (idHash: string, refused?: string): Promise<Tokens | undefined> =>
    database.as(systemScope, async (transaction) => {
      const row = await lockedSession(transaction, idHash);
      if (row === undefined) return undefined;
      const held = opened(idHash, row.tokens);
      // Another has renewed it meanwhile.
      if (held.access !== refused && !isEnding(held.endsAt, now())) return held;
      const renewed = await renew(held).catch((error: unknown) => {
        const stillGood = held.access !== refused && now().getTime() < held.endsAt;
        if (error instanceof ServiceUnavailable && stillGood) return held;
        throw error;
      });
      if (renewed === undefined) await removeSession(transaction, idHash);
      else if (renewed !== held) await keepTokens(transaction, idHash, sealed(idHash, renewed));
      return renewed;
    });
  const renewOnce = (idHash: string, refused?: string): Promise<Tokens | undefined> => {
    const under = renewing.get(idHash);
    if (under !== undefined) return under;
    const begun = renewInTurn(idHash, refused).finally(() => renewing.delete(idHash));
    renewing.set(idHash, begun);
    return begun;
  };

  /** Whose sessions are still to be marked: writing that down failed. */
  const unmarked = new Set<string>();
  const renewOf = async (actor: string) => {
    try {
      await renewSessions(database, actor);
    } catch (error) {
      unmarked.add(actor);
      throw error;
    }
  };
  const markOthers = async () => {
    for (const actor of unmarked) {
      await renewSessions(database, actor);
      unmarked.delete(actor);
    }
  };

  const credentialsOf = (idHash: string, { access }: Tokens): Credentials => ({
    async token(refused) {
      if (refused === undefined) return access;
      const renewed = await renewOnce(idHash, refused);
      if (renewed === undefined) throw new Problem("caller/token-invalid");
      return renewed.access;
    },
  });

  return {
    async begin(tokens, earlierId) {
      const person = await personOf(tokens.access);
      const id = randomBytes(32).toString("base64url");
      const [idHash, at] = [hashOf(id), now()];
      const row = { actor: person.actor, tokens: sealed(idHash, tokens), beganAt: at, usedAt: at };
      const earlier = earlierId === undefined ? undefined : hashOf(earlierId);
      await replaceSession(database, idHash, row, earlier, overBefore(at));
      noteSession("signed-in", person);
      return id;
    },
    async open(id, byPerson) {
      if (!idForm.test(id)) return undefined;
      const idHash = hashOf(id);
      if (unmarked.size > 0) await markOthers().catch(() => undefined);
      const row = await sessionOf(database, idHash);
      if (row === undefined) return undefined;
      if (isOver(row, now())) {
        await remove(idHash);
        return undefined;
      }
      const held = opened(idHash, row.tokens);
      const renews = row.renews || unmarked.has(saidBy(held.access)?.actor ?? "");
      const renewed = renews || isEnding(held.endsAt, now());
      const good = renewed ? await renewOnce(idHash, renews ? held.access : undefined) : held;
      if (good === undefined) return undefined;
      const person = await personOf(good.access).catch(async (error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        await remove(idHash);
        return undefined;
      });
      if (person === undefined) return undefined;
      if (byPerson && isNoted(row, now())) await noteUse(database, idHash, now());
      return { ...person, credentials: credentialsOf(idHash, good) };
    },
    async end(id) {
      const idHash = hashOf(id);
      const row = await sessionOf(database, idHash);
      if (row === undefined) return;
      await remove(idHash);
      noteSession("signed-out", saidBy(opened(idHash, row.tokens).access));
    },
    renewOf,
  };
}
