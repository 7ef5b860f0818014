import { createSealer, type Sealer, type SealingKeys } from "@shuangsui/sealing";
import { knownAuthorities } from "@shuangsui/contracts";
import { readOnly, recordAudit, systemScope, type Database } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { nowOf } from "../accounts/audit.ts";
import type { Tables } from "../tables.ts";
import { keySetAt, publicKey, type PublicKey, publishedBeforeSigning } from "./rules.ts";

/** A key that signs tokens, or did. */
export type SigningKey = { kid: string; public: PublicKey; private: KeyObject; signsFrom: Date };

/** The keys that the key set publishes, the one that signs first. */
export type KeySet = readonly [SigningKey, ...SigningKey[]];

const highest = () => knownAuthorities().find(({ parent }) => parent === null)?.code ?? "";
const field = "signing_key.private_key";

/** The keys in the database, sealed under the service's own. */
export type Keys = {
  /** Those of now; makes the first one where there is none. */
  current(): Promise<KeySet>;
  /**
   * Makes a key that signs from a minute on, and forgets those of which no token holds any more. With `leaked` it signs at
   * once and all others go: no token that they signed holds any longer. Gives its id.
   */
  rotate(options?: { leaked?: boolean }): Promise<string>;
};

export function openKeys(database: Database<Tables>, sealingKeys: SealingKeys): Keys {
  const sealer = createSealer(sealingKeys);
  return {
    async current() {
      return (await read(database, sealer)) ?? (await makeFirst(database, sealer)) ?? noKey();
    },
    rotate: ({ leaked = false } = {}) =>
      database.as(systemScope, async (transaction) => {
        await sql`select pg_advisory_xact_lock(8214)`.execute(transaction);
        const key = newKey(sealer);
        if (leaked) await transaction.deleteFrom("signing_key").execute();
        const atOnce = leaked || (await keySet(transaction, sealer)) === undefined;
        await transaction
          .insertInto("signing_key")
          .values({
            ...key,
            signs_from: atOnce
              ? sql<Date>`now()`
              : sql<Date>`now() + make_interval(secs => ${publishedBeforeSigning})`,
          })
          .execute();
        const kept = await keySet(transaction, sealer);
        const kids = (kept ?? []).map(({ kid }) => kid);
        await transaction.deleteFrom("signing_key").where("kid", "not in", kids).execute();
        await recordAudit(transaction, [
          {
            at: await nowOf(transaction),
            ...{
              authority: highest(),
              callerAuthority: null,
              actor: "operator",
              action: "signing-key/rotated",
            },
            ...{
              subject: key.kid,
              code: null,
              before: null,
              after: { leaked },
              remote: null,
              requestId: null,
            },
          },
        ]);
        return key.kid;
      }),
  };
}

type Reading = Parameters<Parameters<Database<Tables>["as"]>[1]>[0];

const read = (database: Database<Tables>, sealer: Sealer) =>
  database.as(systemScope, (transaction) => keySet(transaction, sealer), readOnly);

async function keySet(transaction: Reading, sealer: Sealer): Promise<KeySet | undefined> {
  const rows = await transaction
    .selectFrom("signing_key")
    .selectAll()
    .select(sql<Date>`now()`.as("now"))
    .orderBy("signs_from", "desc")
    .execute();
  const [newest] = rows;
  if (newest === undefined) return undefined;
  const keys = rows.map((row) => ({
    kid: row.kid,
    public: publicKey.parse(row.public_key),
    private: createPrivateKey(sealer.open({ field, row: row.kid }, row.private_key)),
    signsFrom: row.signs_from,
  }));
  const [signing, ...others] = keySetAt(keys, newest.now);
  return signing === undefined ? undefined : [signing, ...others];
}

/** Makes the first key, which signs at once; of several copies that start together, one makes it. */
async function makeFirst(database: Database<Tables>, sealer: Sealer): Promise<KeySet | undefined> {
  await database.as(systemScope, async (transaction) => {
    await sql`select pg_advisory_xact_lock(8214)`.execute(transaction);
    if ((await keySet(transaction, sealer)) !== undefined) return;
    await transaction
      .insertInto("signing_key")
      .values({ ...newKey(sealer), signs_from: sql<Date>`now()` })
      .execute();
  });
  return read(database, sealer);
}

function newKey(sealer: Sealer) {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kty, crv, x, y } = publicKey.parse(pair.publicKey.export({ format: "jwk" }));
  // RFC 7638: a key's id is the hash of its parts in this order.
  const kid = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
  const text = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return {
    kid,
    public_key: JSON.stringify({ kty, crv, x, y }),
    private_key: sealer.seal({ field, row: kid }, text),
  };
}

function noKey(): never {
  throw new Error("there is no key that signs");
}
