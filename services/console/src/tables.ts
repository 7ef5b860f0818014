import type { AuditTables } from "@shuangsui/service-kit";
import type { Generated } from "kysely";

type Session = {
  /** SHA-256 of the id, which the browser's cookie alone holds. */
  id_hash: string;
  /** Whose it is, by the id that tokens name. */
  actor: string | null;
  tokens: Buffer;
  /** What the account may do has changed since its tokens were given: others take their place before anything is asked by them. */
  renews: Generated<boolean>;
  began_at: Date;
  used_at: Date;
};

/** The table of the schema `console`. */
export type Tables = AuditTables & { session: Session };
