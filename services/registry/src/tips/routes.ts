import {
  id,
  newTip,
  pageOf,
  Problem,
  tipCard,
  tipChange,
  tipInspection,
  tipQuery,
  tipView,
} from "@shuangsui/contracts";
import {
  callerOf,
  idOfCursor,
  pageOfRows,
  readOnly,
  type App,
  type Auditor,
  type Caller,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { z } from "zod";
import type { RegisterOptions } from "../register/entries.ts";
import type { Work } from "../register/register.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { tipsFile } from "./list-file.ts";
import { changeTip, enterInspection, findTip, listTips, registerTip } from "./store.ts";
import type { TipRow } from "./tables.ts";
import { cardOf, tipsShown, type ShowsTips } from "./views.ts";

const tags = ["tips"];
const params = z.object({ id });
const reading = { action: "registry.read" } as const;
const writing = { action: "registry.write", idempotencyKey: "none" } as const;
const ofService = { action: "service", idempotencyKey: "none" } as const;

/** Complaints, alerts, referrals, assigned and statutory checks as they come in (article 2), and which inspection each brought about. */
export function tipRoutes(
  app: App,
  { database, clock, cipher, auditor }: RegisterOptions & { cipher: Cipher; auditor: Auditor },
): void {
  const shows: ShowsTips = { cipher, auditor };
  const one = async (work: Work, caller: Caller, row: TipRow) => {
    const [view] = await tipsShown(shows, work, caller, [row]);
    if (view === undefined) throw new Problem("not-found");
    return view;
  };

  app.get(
    "/api/v1/tips",
    { config: reading, schema: { tags, querystring: tipQuery, response: { 200: pageOf(tipView) } } },
    async (request) => {
      const caller = callerOf(request);
      const { after, ...query } = request.query;
      const before = idOfCursor(after);
      return database.as(
        caller.authority,
        async (work) => {
          const rows = await listTips(work, caller.authority, { ...query, before });
          const { items, next } = pageOfRows(rows, query.limit, (row) => [row.id]);
          return { items: await tipsShown(shows, work, caller, items), next };
        },
        readOnly,
      );
    },
  );

  fileRoute(app, { database, auditor }, tipsFile(shows));

  app.post(
    "/api/v1/tips",
    { config: writing, schema: { tags, body: newTip, response: { 201: tipView } } },
    async (request, reply) => {
      const caller = callerOf(request);
      const at = await clock.now();
      reply.code(201);
      return database.as(caller.authority, async (work) =>
        one(work, caller, await registerTip(work, cipher, caller, request.body, at)),
      );
    },
  );

  app.get(
    "/api/v1/tips/:id",
    { config: reading, schema: { tags, params, response: { 200: tipView } } },
    async (request) => {
      const caller = callerOf(request);
      return database.as(
        caller.authority,
        async (work) => one(work, caller, await findTip(work, request.params.id)),
        readOnly,
      );
    },
  );

  app.patch(
    "/api/v1/tips/:id",
    { config: writing, schema: { tags, params, body: tipChange, response: { 200: tipView } } },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      return database.as(caller.authority, async (work) =>
        one(work, caller, await changeTip(work, caller, request.params.id, request.body, at)),
      );
    },
  );

  app.get(
    "/api/v1/tips/:id/card",
    { config: ofService, schema: { tags: ["services"], params, response: { 200: tipCard } } },
    async (request) =>
      database.as(
        callerOf(request).authority,
        async (work) => cardOf(await findTip(work, request.params.id)),
        readOnly,
      ),
  );

  app.put(
    "/api/v1/tips/:id/inspection",
    {
      config: ofService,
      schema: { tags: ["services"], params, body: tipInspection, response: { 200: tipCard } },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const { inspectionId } = request.body;
      return database.as(caller.authority, async (work) =>
        cardOf(await enterInspection(work, caller, request.params.id, inspectionId, at)),
      );
    },
  );
}
