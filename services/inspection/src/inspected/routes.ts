import {
  accessCodeGiven,
  accessCodeUse,
  id,
  inspectedSession,
  inspectedView as inspectedViewSchema,
  Problem,
} from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import {
  callerOf,
  createOnce,
  idempotencyKeyOf,
  originNow,
  recordAudit,
  systemScope,
  type App,
  type Frame,
} from "@shuangsui/service-kit";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openingOf } from "../draws/store.ts";
import { papersOf } from "../inspections/papers.ts";
import { requireSight } from "../inspections/sight.ts";
import { findingsOf, findInspection, teamOf } from "../inspections/store.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { createAttempts, type Attempts } from "./attempts.ts";
import { codeDays, hashOfCode, newCode, requireNoticed, requireUsable, sessionMs } from "./codes.ts";
import { inspectedView } from "./notice.ts";
import { actorOf, hashOfToken, newSessionToken } from "./sessions.ts";
import { lockCode, putCode, useCode } from "./store.ts";

const tags = ["inspected"];
const params = z.object({ id });

/** The API by which the inspected reaches its own inspection, with a code that it has with its notice (articles 24, 25, 30). */
export function inspectedRoutes(
  app: App,
  { frame, registry, sealer }: { frame: Frame<Work>; registry: RegistryClient; sealer: Sealer },
  attempts: Attempts = createAttempts(),
): void {
  const { database, clock } = frame;

  app.post(
    "/api/v1/inspections/:id/access-codes",
    {
      config: { action: "access-code.give" },
      schema: { tags, params, body: z.strictObject({}), response: { 201: accessCodeGiven } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const inspectionId = request.params.id;
      const [code, codeId] = [newCode(), randomUUID()];
      let expiresAt = new Date(0);
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: codeId,
        type: "give",
        payload: { inspectionId },
        caller,
        requestId: request.id,
      };
      const given = await createOnce(frame, "access-code", submission, async (work, newId, at) => {
        await requireSight(work, caller, inspectionId);
        const row = await findInspection(work, inspectionId);
        if (row === undefined) throw new Problem("not-found");
        if (row.authority !== caller.authority) throw new Problem("authority/not-yours");
        requireNoticed(row.state);
        expiresAt = new Date(at.getTime() + codeDays * 86_400_000);
        await putCode(work, {
          id: newId,
          inspection_id: row.id,
          authority: row.authority,
          code_hash: hashOfCode(code),
          given_at: at,
          given_by: caller.actor,
          expires_at: expiresAt,
        });
      });
      // Nobody knows any more what was given before under that key.
      if (given !== codeId) throw new Problem("access-code/shown");
      return reply
        .code(201)
        .header("cache-control", "no-store")
        .send({ id: codeId, code, expiresAt: expiresAt.toISOString() });
    },
  );

  app.post(
    "/api/v1/access-codes/session",
    {
      config: { action: "public", idempotencyKey: "none" },
      schema: { tags, body: accessCodeUse, response: { 201: inspectedSession } },
    },
    async (request, reply) => {
      attempts.require(request.ip);
      const token = newSessionToken();
      const until = new Date(Date.now() + sessionMs);
      const session = await database
        .as(systemScope, async (work) => {
          const at = await clock.now(work);
          const code = requireUsable(await lockCode(work, hashOfCode(request.body.code)), at);
          await useCode(work, code.id, {
            used_at: at,
            session_hash: hashOfToken(token),
            session_until: until,
          });
          await recordAudit(work, [
            {
              at,
              authority: code.authority,
              callerAuthority: null,
              actor: actorOf(code.id),
              action: "access-code/used",
              subject: code.inspection_id,
              code: null,
              before: null,
              after: { accessCode: code.id },
              ...originNow(),
            },
          ]);
          return { inspectionId: code.inspection_id, token, expiresAt: until.toISOString() };
        })
        .catch((error: unknown) => {
          if (error instanceof Problem) attempts.failed(request.ip);
          throw error;
        });
      return reply.code(201).header("cache-control", "no-store").send(session);
    },
  );

  app.get(
    "/api/v1/inspections/:id/notice",
    {
      config: { action: "notice.read" },
      schema: { tags, params, response: { 200: inspectedViewSchema } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { row, opening, team, findings, answer } = await database.as(caller.authority, async (work) => {
        await requireSight(work, caller, request.params.id);
        const found = await findInspection(work, request.params.id);
        if (found === undefined || found.authority !== caller.authority) throw new Problem("not-found");
        return {
          row: found,
          opening:
            found.draw_id === null ? null : await openingOf(work, sealer, found.draw_id, found.target_code),
          team: await teamOf(work, found.id),
          findings: await findingsOf(work, found.id),
          answer: (await papersOf(work, found)).find(({ kind }) => kind === "answer")?.versions.at(-1),
        };
      });
      const [items, cards] = await Promise.all([
        registry.items(row.authority, row.item_codes),
        Promise.all(team.map(({ inspector_id: member }) => registry.inspectorCard(row.authority, member))),
      ]);
      reply.header("cache-control", "no-store");
      return inspectedView(row, { team, findings, answer }, { cards, items, opening });
    },
  );
}
