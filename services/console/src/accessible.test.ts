import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, unlessChromium, violationsOf } from "../../../infra/e2e/accessible.ts";
import { campaignOf } from "./testing/campaigns.ts";
import { startConsole, type TestConsole } from "./testing/console.ts";
import { startFakeInspection, type FakeInspection } from "./testing/fake-inspection.ts";
import { idOf, inspectionOf } from "./testing/inspections.ts";
import { planOf } from "./testing/plans.ts";

const stuck = [
  { kind: "deed", name: "openPublication", code: "unavailable", since: "2026-10-08T01:30:00.000Z" },
] as const;
const inspections = [
  inspectionOf(1),
  inspectionOf(2, {
    state: "recorded",
    outcome: "problems-pending",
    waitingFor: "paths",
    overdue: true,
    workdaysLeft: -3,
    breaches: 1,
    dueAt: "2026-09-30T16:00:00.000Z",
    publicationId: idOf(700),
    findings: [
      { id: idOf(600), itemCode: "JZ-03", description: "未公示资质证书", takenBack: false, paths: [] },
    ],
  }),
  inspectionOf(3, { authority: "533102", targetKind: "project", state: "notified", stuck: [...stuck] }),
  ...Array.from({ length: 51 }, (_, index) => inspectionOf(100 + index, { state: "confirmed" })),
];
const campaigns = [
  campaignOf(900),
  campaignOf(901, { state: "scheme", stuck: [...stuck] }),
  campaignOf(902, {
    voidDraws: [
      {
        ...campaignOf(902).draw,
        drawId: "533103-2026-00",
        state: "void",
        voidCause: "witness-silent",
      },
    ],
  }),
];

describe.skipIf(chromiumPath === undefined)("the console's pages", () => {
  let inspection: FakeInspection;
  let pages: TestConsole;
  let url: string;
  beforeAll(async () => {
    inspection = await startFakeInspection({
      inspections,
      campaigns,
      plans: [planOf(950, { stuck: [...stuck] })],
      clock: { kind: "demonstration", now: "2026-10-09T03:04:05.000Z" },
    });
    pages = await startConsole({ inspectionUrl: inspection.url });
    url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
  });
  afterAll(async () => {
    await pages.close();
    await inspection.close();
  });

  it(`can be read by everybody, on a phone and at a desk${unlessChromium}`, async () => {
    const paths = [
      "/",
      "/inspections",
      "/inspections?state=closed",
      `/inspections/${idOf(1)}`,
      `/inspections/${idOf(2)}`,
      `/inspections/${idOf(3)}`,
      "/campaigns",
      ...campaigns.map(({ id }) => `/campaigns/${id}`),
      "/nowhere",
      "/inspections?state=rubbish",
    ];
    expect(await violationsOf(url, paths, await pages.cookieOf())).toEqual([]);
  }, 120_000);
});
