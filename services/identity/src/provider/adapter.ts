import { readOnly, systemScope, type Database } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import { errors, type AdapterFactory, type AdapterPayload } from "oidc-provider";
import type { Tables } from "../tables.ts";

/** What is kept of an id that bears access: whoever reads the table can't use it. */
const hashed = (id: string) => createHash("sha256").update(id).digest("hex");

/**
 * Keeps what oidc-provider must remember, in the table `artifact`.
 * @param onConsumed told whose code or token it is that was found and had been used before
 */
export function artifactAdapter(
  database: Database<Tables>,
  onConsumed: (grantId: string, accountId: string) => void,
): AdapterFactory {
  return (model) => {
    const find = async (column: "id" | "uid", value: string): Promise<AdapterPayload | undefined> => {
      const row = await database.as(
        systemScope,
        (transaction) =>
          transaction
            .selectFrom("artifact")
            .select(["payload", "consumed_at"])
            .where("model", "=", model)
            .where(column, "=", value)
            .where("expires_at", ">", sql<Date>`now()`)
            .executeTakeFirst(),
        readOnly,
      );
      if (row === undefined) return undefined;
      const { payload, consumed_at } = row;
      if (consumed_at !== null && payload.grantId !== undefined && payload.accountId !== undefined)
        onConsumed(payload.grantId, payload.accountId);
      return consumed_at === null ? payload : { ...payload, consumed: consumed_at.getTime() / 1_000 };
    };
    const remove = async (column: "id" | "grant_id", value: string): Promise<void> => {
      await database.as(systemScope, (transaction) =>
        transaction.deleteFrom("artifact").where("model", "=", model).where(column, "=", value).execute(),
      );
    };
    return {
      async upsert(id, { ...payload }, seconds = 0) {
        // The id is kept as its hash alone.
        delete payload.jti;
        const row = {
          payload: JSON.stringify(payload),
          grant_id: payload.grantId ?? null,
          uid: payload.uid ?? null,
          account_id: payload.accountId ?? null,
          expires_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
        };
        await database.as(systemScope, async (transaction) => {
          await transaction
            .insertInto("artifact")
            .values({ model, id: hashed(id), ...row })
            .onConflict((conflict) => conflict.columns(["model", "id"]).doUpdateSet(row))
            .execute();
          if (model === "Session") await removeExpired.execute(transaction);
        });
      },
      async find(id) {
        const found = await find("id", hashed(id));
        return found && { ...found, jti: id };
      },
      // Without the session's id, which its cookie alone knows.
      findByUid: (uid) => find("uid", uid),
      // No client signs in by a code typed elsewhere.
      findByUserCode: async () => undefined,
      /** @throws errors.InvalidGrant where another request has consumed it meanwhile */
      async consume(id) {
        const { numUpdatedRows } = await database.as(systemScope, (transaction) =>
          transaction
            .updateTable("artifact")
            .set({ consumed_at: sql<Date>`now()` })
            .where("model", "=", model)
            .where("id", "=", hashed(id))
            .where("consumed_at", "is", null)
            .executeTakeFirst(),
        );
        if (numUpdatedRows !== 1n) throw new errors.InvalidGrant("already used");
      },
      destroy: (id) => remove("id", hashed(id)),
      revokeByGrantId: (grantId) => remove("grant_id", grantId),
    };
  };
}

/** Sessions are saved now and then: that is when what has expired goes. */
const removeExpired = sql`delete from artifact where (model, id) in
  (select model, id from artifact where expires_at < now() order by expires_at limit 50 for update skip locked)`;
