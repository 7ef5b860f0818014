import {
  dismissal,
  duplicateGround,
  duplicatePairs,
  duplicatesQuery,
  id,
  mergePage,
  mergeUndoing,
  mergeView,
  newDismissal,
  newMerge,
  pageQuery,
  Problem,
  type DuplicatedRegister,
} from "@shuangsui/contracts";
import {
  callerOf,
  idOfCursor,
  keyOf,
  pageOfRows,
  readOnly,
  type App,
  type Auditor,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { z } from "zod";
import type { RegisterOptions } from "../register/entries.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { merge, takeBack, type Leaving } from "./merges.ts";
import { duplicatesFile, mergesFile } from "./list-files.ts";
import type { Candidate } from "./rules.ts";
import { keepDismissal, listMerges, openPairs, type Merge, type PlaceOfPair } from "./store.ts";

const tags = ["duplicates"];
const description =
  "Entities and projects that may be registered twice, in pairs with what speaks for it. Somebody finds that two are two, or merges them, which can be undone.";
const reading = { action: "registry.read" } as const;
const writing = { action: "registry.write", idempotencyKey: "none" } as const;
const params = z.object({ id });

/** What may be registered twice, and what becomes of it (article 5). */
export function duplicateRoutes(
  app: App,
  { database, clock, auditor }: RegisterOptions & { auditor: Auditor },
  cipher: Cipher,
  leaving: Readonly<Record<DuplicatedRegister, Leaving>>,
): void {
  fileRoute(app, { database, auditor }, duplicatesFile(cipher));
  fileRoute(app, { database, auditor }, mergesFile);
  app.get(
    "/api/v1/duplicates",
    {
      config: reading,
      schema: { tags, description, querystring: duplicatesQuery, response: { 200: duplicatePairs } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const { register, after, limit } = request.query;
      const place = after === undefined ? undefined : placeOf(after);
      const pairs = await database.as(
        authority,
        (work) => firstOf(openPairs(work, cipher, authority, register, place), limit + 1),
        readOnly,
      );
      const page = pageOfRows(pairs, limit, (pair) => keyOfPlace(pair.place));
      const items = page.items.map(({ one, other, grounds }) => ({
        ...{ register, one: shown(one), other: shown(other), grounds },
      }));
      return { items, next: page.next };
    },
  );

  app.post(
    "/api/v1/duplicates/dismissals",
    { config: writing, schema: { tags, description, body: newDismissal, response: { 201: dismissal } } },
    async (request, reply) => {
      const { authority, actor } = callerOf(request);
      const { register, reason } = request.body;
      const [one = "", other = ""] = [request.body.one, request.body.other].toSorted();
      if (one === other) throw new Problem("merge/not-in-force", "they are one entry");
      const at = await clock.now();
      const row = await database.as(authority, (work) =>
        keepDismissal(work, { authority, register, one, other, actor, reason, at }),
      );
      reply.code(201);
      return { ...row, at: row.at.toISOString() };
    },
  );

  app.get(
    "/api/v1/merges",
    { config: reading, schema: { tags, description, querystring: pageQuery, response: { 200: mergePage } } },
    async (request) => {
      const { authority } = callerOf(request);
      const { limit } = request.query;
      const after = idOfCursor(request.query.after);
      const rows = await database.as(
        authority,
        (work) => listMerges(work, authority, { after, limit }),
        readOnly,
      );
      const { items, next } = pageOfRows(rows, limit, (row) => [row.id]);
      return { items: items.map(viewOf), next };
    },
  );

  app.post(
    "/api/v1/merges",
    { config: writing, schema: { tags, description, body: newMerge, response: { 201: mergeView } } },
    async (request, reply) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const { body } = request;
      const made = await database.as(caller.authority, (work) =>
        merge(work, { caller, at }, body, leaving[body.register]),
      );
      reply.code(201);
      return viewOf(made);
    },
  );

  app.post(
    "/api/v1/merges/:id/undo",
    {
      config: writing,
      schema: { tags, description, params, body: mergeUndoing, response: { 200: mergeView } },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const asked = { id: request.params.id, reason: request.body.reason };
      return viewOf(
        await database.as(caller.authority, (work) => takeBack(work, { caller, at }, asked, leaving)),
      );
    },
  );
}

const placeOfPair = z.object({ ground: duplicateGround, mark: z.guid(), one: z.string(), other: z.string() });
const keyOfPlace = ({ ground, mark, one, other }: PlaceOfPair) => [ground, mark, one, other];

/** @throws Problem `body/invalid` */
function placeOf(after: string): PlaceOfPair {
  const [ground, mark, one, other] = keyOf(after, 4);
  const place = placeOfPair.safeParse({ ground, mark, one, other });
  if (!place.success) throw new Problem("body/invalid");
  return place.data;
}

async function firstOf<T>(all: AsyncIterable<T>, most: number): Promise<T[]> {
  const first: T[] = [];
  for await (const one of all) if (first.push(one) === most) break;
  return first;
}

const shown = ({ code, name, address }: Candidate) => ({ code, name, address });

function viewOf({ moved, undone_at, undone_by, undone_reason, ...row }: Merge) {
  return {
    ...row,
    at: row.at.toISOString(),
    moved: moved.map((one) => ({ register: one.register, id: one.id })),
    undone:
      undone_at === null || undone_by === null || undone_reason === null
        ? null
        : { actor: undone_by, reason: undone_reason, at: undone_at.toISOString() },
  };
}
