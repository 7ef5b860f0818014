import type { Client } from "pg";

/** What a building firm has, but for its code and its name, is that of one that was registered by the API. */
const copied = {
  entity: ["address", "legal_representative", "category", "updated_at", "words"],
  entity_supervision: ["authority", "category", "status", "contact_name", "contact_phone"],
} as const;

/**
 * Registers so many building firms of a county with the one that was registered by the API, each under a code of its own. The
 * connection is the superuser's.
 */
export async function fillRegister(client: Client, code: string, targets: number): Promise<void> {
  // Neither triggers nor foreign keys, which would take longer than all that is measured.
  await client.query("set session_replication_role = replica");
  const codes = "'91533103' || lpad(n::text, 10, '0')";
  await client.query(
    `insert into registry.entity (credit_code, name, ${copied.entity.join(", ")})
       select ${codes}, '芒市第' || n || '建筑工程有限公司', ${copied.entity.join(", ")}
         from registry.entity, generate_series(1, $2::int) n where credit_code = $1`,
    [code, targets],
  );
  await client.query(
    `insert into registry.entity_supervision (id, credit_code, ${copied.entity_supervision.join(", ")})
       select gen_random_uuid(), ${codes}, ${copied.entity_supervision.join(", ")}
         from registry.entity_supervision, generate_series(1, $2::int) n where credit_code = $1`,
    [code, targets],
  );
  await client.query("set session_replication_role = origin");
  await client.query("vacuum analyze registry.entity, registry.entity_supervision");
}
