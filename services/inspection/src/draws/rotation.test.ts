import { createSealer, keyIdOf, sealingKeys } from "@shuangsui/sealing";
import { createLogger, openDatabase, openKeyring, type Database, type Keyring } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { sealCodes, unsealCodes } from "./keys.ts";
import { rotateSealing } from "./rotation.ts";

const master = sealingKeys.parse("ab".repeat(32));
const webhook = "019a0000-0000-7000-8000-000000000001";
const webhookSecret = { field: "webhook.secret", row: webhook };
let fresh: FreshDatabase;
let database: Database<Tables>;
let keyring: Keyring;
beforeAll(async () => {
  fresh = await migratedDatabase({ inspection: migrations });
  const logger = createLogger("inspection", "silent");
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger });
  keyring = await openKeyring({ database, logger }, master);
});
afterAll(async () => {
  await keyring.stop();
  await database.close();
  await fresh.drop();
});

const kept = () =>
  connected(fresh.superUrl, async (client) => {
    const draw = await client.query<{ keys: Buffer; codes: Buffer }>(
      "select keys, codes from inspection.draw_secret join inspection.draw_part using (draw_id)",
    );
    const told = await client.query<{ secret: Buffer }>("select secret from inspection.webhook");
    return { draw: draw.rows[0], secret: told.rows[0]?.secret };
  });

describe("a rotation of the inspection service's keys", () => {
  it("seals anew what a draw keeps secret and the secrets of webhooks, each still bound to its place", async () => {
    const sealer = createSealer(keyring.sealing);
    const codes = sealCodes(sealer, "draw-1/0", "915331\n915332");
    const secret = sealer.seal(webhookSecret, "whsec_1");
    await connected(fresh.superUrl, async (client) => {
      // A secret without its draw and all that one has.
      await client.query("set session_replication_role = replica");
      await client.query("insert into inspection.draw_secret values ('draw-1', '533103', 'hash', $1)", [
        sealer.seal({ field: "draw_secret.keys", row: "draw-1" }, "{}"),
      ]);
      await client.query(
        "insert into inspection.draw_part values ('draw-1/0', 'draw-1', '533103', 0, 1, 2, '', $1)",
        [codes],
      );
      await client.query(
        "insert into inspection.webhook values ($1, '533103', 'https://a.example', '{}', $2, now(), 'x')",
        [webhook, secret],
      );
    });
    const { key, sealed } = await rotateSealing({ database, keyring, master }, { aheadMs: 200 });
    const { draw, secret: told } = await kept();
    const now = [draw?.keys, draw?.codes, told].map((bytes) => keyIdOf(bytes ?? Buffer.alloc(0)));
    expect({ sealed, now }).toEqual({ sealed: 3, now: [key, key, key] });
    expect(unsealCodes(sealer, "draw-1/0", draw?.codes ?? Buffer.alloc(0))).toBe("915331\n915332");
    expect(sealer.open(webhookSecret, told ?? Buffer.alloc(0))).toBe("whsec_1");
    expect(() => unsealCodes(sealer, "draw-2/0", draw?.codes ?? Buffer.alloc(0))).toThrow(
      "unable to authenticate",
    );
  });

  it("lets the service change nothing else of a draw's secret and its parts, and remove none", async () => {
    await connected(fresh.urls.inspection.app, async (client) => {
      await client.query("select set_config('shuangsui.authority', 'system', false)");
      for (const statement of [
        "update draw_secret set secret_hash = 'x'",
        "delete from draw_secret",
        "update draw_part set targets = ''",
        "delete from draw_part",
      ])
        await expect(client.query(statement), statement).rejects.toThrow("permission denied");
    });
  });
});
