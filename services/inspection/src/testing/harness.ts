import type { Authority } from "@shuangsui/contracts";
import { createSealer, sealingKeys } from "@shuangsui/sealing";
import {
  createSender,
  openDatabase,
  type App,
  type Database,
  type Destinations,
} from "@shuangsui/service-kit";
import { taskQueues } from "@shuangsui/temporal-kit";
import { randomBytes } from "node:crypto";
import { startHarness, type Harness } from "../../../../infra/embedded/test-harness.ts";
import type { EngineKind } from "../../../../infra/embedded/test-engine.ts";
import { startIssuer } from "../../../../packages/service-kit/src/testing/issuer.ts";
import { createActivities } from "../activities.ts";
import { createInspectionApp } from "../app.ts";
import { dueFinders, reckonedKinds } from "../due.ts";
import { engineOf } from "../engine.ts";
import { startMergeWatch } from "../inspections/merge-watch.ts";
import { startRepairWatch } from "../inspections/repair-watch.ts";
import { startTeamWatch } from "../inspections/team-watch.ts";
import { migrations } from "../migrations/index.ts";
import { disclosureClient } from "../neighbours/disclosure.ts";
import { registryClient } from "../neighbours/registry.ts";
import type { Tables, Work } from "../tables.ts";
import { startFakeDisclosure, type FakeDisclosure } from "./fake-disclosure.ts";
import { startFakeRegistry, type FakeRegistry, type Held } from "./fake-registry.ts";

/** The inspection service in its harness, between fakes of its neighbours. */
export type InspectionHarness = Harness<Database<Tables>> & {
  /** The service itself, for an app beside it in its process. */
  app: App;
  registry: FakeRegistry;
  disclosure: FakeDisclosure;
  /** One round of the watch over teams, where it watches them; gives how many replacements that commanded. */
  watchTeamsNow(): Promise<number>;
  /** One round of the watch over what the registry has as repaired; gives how much that was. */
  watchRepairsNow(): Promise<number>;
  /** Has the merge watch ask the registry once; gives how many merges are new or gone. */
  watchMergesNow(): Promise<number>;
};

type Options = {
  /** The time-skipping one unless a test says otherwise. */
  engine?: EngineKind;
  /** Whether it watches teams, as the worker does: else only where a test says so. */
  watchesTeams?: boolean;
  /** Where webhooks may go: to this machine unless a test says otherwise. */
  destinations?: Destinations;
  /** After how long, in milliseconds, a receiver of webhooks is too slow; as in production unless a test says otherwise. */
  receiverLimitMs?: number;
  /** All authorities that there are: those of the sample unless a test says otherwise. */
  authorities?: readonly Authority[];
};

/** Starts it at a stated time, with the workflows of its queue. */
export async function startInspectionHarness(
  held: Held,
  startAt: Date,
  {
    engine = "time-skipping",
    watchesTeams = false,
    destinations = { allowLoopback: true },
    receiverLimitMs,
    authorities,
  }: Options = {},
): Promise<InspectionHarness> {
  const issuer = await startIssuer();
  const credentials = issuer.credentials("inspection");
  const sealer = createSealer(sealingKeys.parse(randomBytes(32).toString("hex")));
  const sender = createSender(destinations, receiverLimitMs);
  const registry = await startFakeRegistry(held);
  let now = async () => startAt;
  const disclosure = await startFakeDisclosure(issuer.credentials("disclosure"), () => now());
  const registryOf = () => registryClient({ baseUrl: registry.url, credentials });
  let app: App | undefined;
  let watch: ReturnType<typeof startTeamWatch> | undefined;
  let repairWatch: ReturnType<typeof startRepairWatch> | undefined;
  let mergeWatch: ReturnType<typeof startMergeWatch> | undefined;
  const harness = await startHarness<Work, Database<Tables>>(
    {
      service: "inspection",
      migrations,
      taskQueue: taskQueues.inspection,
      workflows: "queues/inspection",
      engineOf,
      open: (url, options) => openDatabase<Tables>(url, options),
      async app({ frame, ping, tokens }) {
        if (watchesTeams) watch = startTeamWatch(frame, registryOf());
        repairWatch = startRepairWatch(frame, registryOf());
        mergeWatch = startMergeWatch(frame, registryOf());
        const parts = { frame, ping, registry: registryOf(), tokens, sealer, destinations };
        app = await createInspectionApp(parts);
        return app;
      },
      activities: ({ frame }) =>
        createActivities({
          frame,
          registry: registryOf(),
          disclosure: disclosureClient({ baseUrl: disclosure.url, credentials }),
          sealer,
          send: sender.send,
        }),
      due: dueFinders,
      reckoned: reckonedKinds,
    },
    {
      startAt,
      kind: engine,
      issuer,
      ...(authorities === undefined ? {} : { authorities }),
      onStart: ({ url, clock }) => {
        now = clock.now;
        disclosure.tell(url);
      },
    },
  );
  if (app === undefined) throw new TypeError("the harness started no app");
  return {
    ...harness,
    app,
    registry,
    disclosure,
    watchTeamsNow: async () => (await watch?.once()) ?? 0,
    watchRepairsNow: async () => (await repairWatch?.once()) ?? 0,
    watchMergesNow: async () => (await mergeWatch?.once()) ?? 0,
    async close() {
      await Promise.all([watch?.stop(), repairWatch?.stop(), mergeWatch?.stop()]);
      await harness.close();
      sender.close();
      await Promise.all([registry.close(), disclosure.close()]);
    },
  };
}
