import { commandOutcome, id, ownWitness, Problem, sha256Hex } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ConsoleDeps } from "../deps.ts";
import { linkTo } from "../site/links.ts";
import { askerOf, sendPage } from "../site/page.ts";
import { words } from "../site/words.ts";

const params = z.object({ id: z.string() });
/** By which address and field each step of a witness is taken. */
const steps = {
  commit: { path: "witnesses", field: "hash" },
  reveal: { path: "contributions", field: "contribution" },
} as const;

/** A witness's page: what it contributes is made, kept and told by its own browser (article 23). */
export function witnessRoutes(app: App, deps: ConsoleDeps): void {
  const campaignOf = (given: { id: string }): string => {
    const wanted = id.safeParse(given.id);
    if (!wanted.success) throw new Problem("not-found");
    return wanted.data;
  };

  app.get(
    "/witness/:id",
    {
      config: { runsScript: true },
      schema: { summary: `${words.console.witnessTitle} (HTML)`, tags: ["pages"], params },
    },
    async (request, reply) => {
      const campaign = campaignOf(request.params);
      const ask = askerOf(request, deps.inspectionUrl);
      const own = await ask(`/api/v1/campaigns/${campaign}/witness`, ownWitness);
      return sendPage(request, reply, {
        template: "campaigns/witness",
        title: words.console.witnessTitle,
        section: "campaigns",
        viewer: null,
        clock: null,
        view: {
          own,
          campaignHref: linkTo(`/campaigns/${campaign}`, null),
          action: `/witness/${campaign}/${own.next}`,
        },
      });
    },
  );

  for (const [step, { path, field }] of Object.entries(steps))
    app.post(
      `/witness/:id/${step}`,
      { schema: { hide: true, params, body: z.strictObject({ value: sha256Hex }) } },
      async (request, reply) => {
        const campaign = campaignOf(request.params);
        const ask = askerOf(request, deps.inspectionUrl);
        await ask(`/api/v1/campaigns/${campaign}/${path}`, commandOutcome, {
          method: "POST",
          body: { [field]: request.body.value },
          idempotencyKey: randomUUID(),
        });
        return reply.redirect(`/witness/${campaign}`, 303);
      },
    );
}
