/** A code by which the inspected reaches its own inspection, kept by its hash, and the session it was exchanged for. */
export type AccessCodeTable = {
  id: string;
  inspection_id: string;
  authority: string;
  code_hash: string;
  given_at: Date;
  given_by: string;
  expires_at: Date;
  used_at: Date | null;
  /** When another was given in its place. */
  replaced_at: Date | null;
  session_hash: string | null;
  /** In real time, whatever the clock of deadlines says. */
  session_until: Date | null;
};

export type AccessCodeTables = { access_code: AccessCodeTable };
