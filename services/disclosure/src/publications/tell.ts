import type { Clock } from "@shuangsui/clock";
import { Problem, type PublicationNotice } from "@shuangsui/contracts";
import { inRequest, serviceClient, type Database, type ServiceClientOptions } from "@shuangsui/service-kit";
import type { PublicationInput, PublicationView } from "@shuangsui/workflows/publication/contract";
import { v5 as uuidv5 } from "uuid";
import { z } from "zod";
import type { Tables } from "../tables.ts";
import { viewOf } from "./look.ts";
import { change, findPublication, lastRequestOf, lockPublication, markTold, untoldVersion } from "./store.ts";

/** Tells the service that owns the subject of each publishing, once a version however often it is sent. */
export type Teller = (authority: string, publicationId: string, notice: PublicationNotice) => Promise<void>;

/** Tells the inspection service over HTTP. */
export function tellInspection(options: ServiceClientOptions): Teller {
  const { call } = serviceClient(options);
  return async (authority, publicationId, notice) => {
    const idempotencyKey = uuidv5(`notice/${notice.version}`, publicationId);
    await call(`/internal/v1/publications/${publicationId}/published`, z.unknown(), {
      method: "POST",
      authority,
      idempotencyKey,
      body: notice,
    });
  };
}

/** Tells of the first version that its owner does not know yet. A final refusal is on record, and the publication stands. */
export async function tellOwner(
  parts: { database: Database<Tables>; clock: Clock; tell: Teller },
  input: PublicationInput,
): Promise<PublicationView> {
  const { database, clock, tell } = parts;
  const { row, version, requestId } = await database.as(input.authority, async (work) => ({
    row: await findPublication(work, input.id),
    version: await untoldVersion(work, input.id),
    requestId: await lastRequestOf(work, input.id),
  }));
  if (row === undefined) throw new Problem("not-found");
  let refusal: string | null = null;
  if (version !== undefined) {
    const { published_at: at, by, breach } = version;
    const notice = {
      kind: row.kind,
      subjectId: row.subject_id,
      version: version.version,
      publishedAt: at.toISOString(),
      by,
      breach,
    };
    refusal = await inRequest(requestId, () => tell(row.authority, row.id, notice)).then(
      () => null,
      (error: unknown) => {
        if (error instanceof Problem && error.code !== "internal" && error.code !== "unavailable")
          return error.code;
        throw error;
      },
    );
  }
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const locked = await lockPublication(work, input.id);
    if (locked === undefined) throw new Problem("not-found");
    if (refusal !== null)
      await change(
        work,
        locked,
        {},
        "notice-refused",
        { at: now, actor: "system", requestId },
        { code: refusal },
      );
    if (version !== undefined) await markTold(work, input.id, version.version, now);
    return viewOf(work, (await findPublication(work, input.id)) ?? locked);
  });
}
