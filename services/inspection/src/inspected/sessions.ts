import { Problem } from "@shuangsui/contracts";
import { readOnly, systemScope, type ScopedDatabase, type TokenVerifier } from "@shuangsui/service-kit";
import { createHash, randomBytes } from "node:crypto";
import type { Work } from "../tables.ts";
import { codeOfSession } from "./store.ts";

const prefix = "inspected-";

/** A new token of a session of the inspected. It says nothing: what it is for stands in the database, under its hash. */
export function newSessionToken(): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** A session's token as it is kept. */
export function hashOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The opaque id under which the inspected acts: of its code, which is no person's name. */
export function actorOf(codeId: string): string {
  return `inspected:${codeId}`;
}

/** Verifies the tokens of a provider, and those of the inspected, each of one inspection alone. */
export function alsoOfInspected(tokens: TokenVerifier, database: ScopedDatabase<Work>): TokenVerifier {
  return {
    issuer: tokens.issuer,
    async verify(token) {
      if (!token.startsWith(prefix)) return tokens.verify(token);
      const code = await database.as(
        systemScope,
        (work) => codeOfSession(work, hashOfToken(token), new Date()),
        readOnly,
      );
      if (code === undefined) throw new Problem("caller/token-invalid");
      return {
        sub: actorOf(code.id),
        roles: ["inspected"],
        authority: code.authority,
        inspection: code.inspection_id,
      };
    },
  };
}
