import { dueIn, openDatabase, tokenVerifier, type App, type Database } from "@shuangsui/service-kit";
import { taskQueues } from "@shuangsui/temporal-kit";
import type { EngineKind } from "../../../../infra/embedded/test-engine.ts";
import { startHarness, type Answer, type Harness } from "../../../../infra/embedded/test-harness.ts";
import { startIssuer } from "../../../../packages/service-kit/src/testing/issuer.ts";
import { createDisclosureActivities } from "../activities.ts";
import { createDisclosureApp } from "../app.ts";
import { createPortalApp } from "../portal/app.ts";
import { engineOf } from "../engine.ts";
import { migrations } from "../migrations/index.ts";
import { inspectionClient } from "../neighbours/inspection.ts";
import { reckonedKinds } from "../publications/domain.ts";
import type { Tables, Work } from "../tables.ts";
import { startFakeInspection, type FakeInspection } from "./fake-inspection.ts";

/** The disclosure service in its harness, its portal on a port of its own, beside a fake of the inspection service. */
export type DisclosureHarness = Harness<Database<Tables>> & {
  inspection: FakeInspection;
  /** Where the portal listens. */
  portal: string;
  /** What anybody reads at the portal. */
  readPublic(path: string): Promise<Answer>;
};

/** Starts it at a stated time, so that a test runs over the holidays it names whatever today is. */
export async function startDisclosureHarness(
  startAt: Date,
  engine: EngineKind = "time-skipping",
): Promise<DisclosureHarness> {
  const issuer = await startIssuer();
  const credentials = issuer.credentials("disclosure");
  const inspection = await startFakeInspection(tokenVerifier(issuer.url));
  let portalApp: App | undefined;
  let portal = "";
  const harness = await startHarness<Work, Database<Tables>>(
    {
      service: "disclosure",
      migrations,
      taskQueue: taskQueues.disclosure,
      workflows: "queues/disclosure",
      engineOf,
      open: (url, options) => openDatabase<Tables>(url, options),
      app: async ({ frame, ping, tokens }) => {
        const figures = inspectionClient({ baseUrl: inspection.url, credentials });
        portalApp = await createPortalApp({ frame, ping, inspection: figures });
        portal = await portalApp.listen({ host: "127.0.0.1", port: 0 });
        return createDisclosureApp({ frame, ping, tokens });
      },
      activities: ({ frame }) =>
        createDisclosureActivities(frame, inspectionClient({ baseUrl: inspection.url, credentials })),
      due: { publication: dueIn("publication") },
      reckoned: reckonedKinds,
    },
    { startAt, kind: engine, issuer },
  );
  return {
    ...harness,
    inspection,
    portal,
    readPublic: (path) => harness.ask("GET", new URL(path, portal).href, { as: null }),
    async close() {
      await portalApp?.close();
      await harness.close();
      await inspection.close();
    },
  };
}
