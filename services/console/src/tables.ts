import type { AuditTables } from "@shuangsui/service-kit";

type Session = {
  /** SHA-256 of the id, which the browser's cookie alone holds. */
  id_hash: string;
  tokens: Buffer;
  began_at: Date;
  used_at: Date;
};

/** The table of the schema `console`. */
export type Tables = AuditTables & { session: Session };
