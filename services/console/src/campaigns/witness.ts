import { id, Problem, sha256Hex } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import { z } from "zod";
import type { ConsoleDeps } from "../deps.ts";
import { linkTo } from "../site/links.ts";
import { inspectionFor, sendPage } from "../site/page.ts";
import { words } from "../site/words.ts";

const params = z.object({ id: z.string() });
/** Takes a step of a witness: what its browser sent, at the campaign. */
type Take = (
  service: ReturnType<typeof inspectionFor>,
  of: { id: string },
  value: string,
) => Promise<unknown>;

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
      const service = inspectionFor(request, deps.inspectionUrl);
      const own = await service.getCampaignsByIdWitness({ params: { id: campaign } });
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

  const step = (name: "commit" | "reveal", take: Take) =>
    app.post(
      `/witness/:id/${name}`,
      { schema: { hide: true, params, body: z.strictObject({ value: sha256Hex }) } },
      async (request, reply) => {
        const campaign = campaignOf(request.params);
        await take(inspectionFor(request, deps.inspectionUrl), { id: campaign }, request.body.value);
        return reply.redirect(`/witness/${campaign}`, 303);
      },
    );
  step("commit", (service, of, hash) => service.postCampaignsByIdWitnesses({ params: of, body: { hash } }));
  step("reveal", (service, of, contribution) =>
    service.postCampaignsByIdContributions({ params: of, body: { contribution } }),
  );
}
