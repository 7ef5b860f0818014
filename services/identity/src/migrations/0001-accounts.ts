import { createAuditTables, createVisibility, protect, secure } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `create table identity.account (
    id uuid primary key,
    authority text not null,
    login text collate "C" not null unique,
    name text not null,
    roles text[] not null,
    inspector uuid unique,
    unit text,
    password_hash text not null,
    password_is_initial boolean not null,
    totp_secret bytea,
    totp_last_step bigint,
    disabled boolean not null default false,
    version integer not null default 1 check (version >= 1),
    updated_at timestamptz not null default now()
  )`,
  `create index account_by_authority on identity.account (authority, id)`,
  `comment on column identity.account.totp_secret is 'sealed by packages/sealing for this column and row'`,
  // What oidc-provider keeps: sessions, grants, codes, refresh tokens, sign-ins under way. What bears access stands under its hash.
  `create table identity.artifact (
    model text not null,
    id text collate "C" not null,
    payload jsonb not null,
    grant_id text collate "C",
    uid text collate "C",
    account_id uuid,
    consumed_at timestamptz,
    expires_at timestamptz not null,
    primary key (model, id)
  )`,
  `create index artifact_by_grant on identity.artifact (grant_id) where grant_id is not null`,
  `create index artifact_by_uid on identity.artifact (model, uid) where uid is not null`,
  `create index artifact_by_account on identity.artifact (account_id) where account_id is not null`,
  `create index artifact_by_end on identity.artifact (expires_at)`,
  // How far a person has come with a sign-in that oidc-provider waits for.
  `create table identity.sign_in (
    interaction text collate "C" primary key,
    account_id uuid not null references identity.account on delete cascade,
    password_version integer not null,
    offered_secret bytea not null,
    expires_at timestamptz not null
  )`,
  `comment on column identity.sign_in.offered_secret is 'sealed by packages/sealing for this column and row'`,
  `create table identity.attempt (
    subject text collate "C" primary key,
    failures integer not null,
    last_at timestamptz not null,
    locked_until timestamptz not null
  )`,
  `create table identity.signing_key (
    kid text collate "C" primary key,
    public_key jsonb not null,
    private_key bytea not null,
    signs_from timestamptz not null
  )`,
  `comment on column identity.signing_key.private_key is 'sealed by packages/sealing for this column and row'`,
];

/** Of no authority: the service's own rounds alone see them, and an administrator's transaction never does. */
const ofTheService = ["artifact", "sign_in", "attempt", "signing_key"];

/** Accounts, what oidc-provider keeps, attempts to sign in, and the keys that sign tokens. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "identity");
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await protect(database, "identity", "account", "kept");
  await createAuditTables(database, "identity");
  for (const table of ofTheService) {
    await secure(database, "identity", table);
    for (const [policy, command] of [
      ["reading", "for select using"],
      ["adding", "for insert with check"],
      ["changing", "for update using"],
      ["removing", "for delete using"],
    ])
      await database.executeQuery(
        CompiledQuery.raw(
          `create policy ${policy} on identity.${table} ${command} ((select identity.scope()) = 'system')`,
        ),
      );
  }
}
