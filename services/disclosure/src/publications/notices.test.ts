import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { opened, type Handling } from "../testing/publications.ts";

const dueAt = "2026-09-28T16:00:00.000Z";
let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"), "development");
}, 120_000);
afterAll(() => harness.close());
beforeEach(() => {
  harness.inspection.answering = "takes";
});

/** A publication that an official has just published. */
async function published(): Promise<Handling> {
  const publication = await opened(harness, { dueAt });
  expect((await publication.content("未发现问题")).status).toBe(200);
  expect((await publication.publish()).status).toBe(200);
  return publication;
}
const versionsOf = (notices: DisclosureHarness["inspection"]["came"], { id }: Handling) =>
  notices.filter(({ publicationId }) => publicationId === id).map(({ version }) => version);
const came = (publication: Handling, times: number) =>
  until(
    async () => versionsOf(harness.inspection.came, publication),
    ({ length }) => length >= times,
  );
const taken = (publication: Handling, versions: number) =>
  until(
    async () => versionsOf(harness.inspection.taken, publication),
    ({ length }) => length === versions,
  );
/** What it owes and how that stands. */
const owed = ({ id }: Handling) =>
  harness.database.as("system", (work) =>
    work
      .selectFrom("outbox")
      .select(["deed", "revision", "done_at", "refused_code", "attempts", "last_code"])
      .where("matter_id", "=", id)
      .orderBy("revision")
      .execute(),
  );
const workflow = ({ workflowId }: Handling) => harness.environment.client.workflow.getHandle(workflowId);
const completed = (publication: Handling) =>
  until(
    async () => (await workflow(publication).describe()).status.name,
    (status) => status === "COMPLETED",
  );

describe("the inspection service is told of a version that was published", () => {
  it("once, and the publication's workflow ends", async () => {
    const publication = await published();
    expect(await taken(publication, 1)).toEqual([1]);
    await completed(publication);
    expect(await owed(publication)).toMatchObject([{ deed: "tellOwner", revision: 1, refused_code: null }]);
    expect(versionsOf(harness.inspection.came, publication)).toEqual([1]);
  });

  it.each([
    ["is down", "is-down", "unavailable"],
    ["does not know the token for a while", "rejects-token", "caller/token-invalid"],
    ["has taken the notice, but not decided it", "answers-later", "unavailable"],
  ] as const)("again where it %s, until it knows", async (_, answering, code) => {
    harness.inspection.answering = answering;
    const publication = await published();
    await came(publication, 2);
    expect(versionsOf(harness.inspection.taken, publication)).toEqual([]);
    // A token that is not known is renewed and tried at once: what came of it is written down a moment after.
    const noted = await until(
      () => owed(publication),
      ([one]) => one?.last_code !== null,
    );
    expect(noted).toMatchObject([{ done_at: null, last_code: code }]);
    harness.inspection.answering = "takes";
    expect(await taken(publication, 1)).toEqual([1]);
    await completed(publication);
  });

  it("of each version in its order, under a key of its own", async () => {
    harness.inspection.answering = "is-down";
    const publication = await published();
    expect((await publication.content("补充一项")).status).toBe(200);
    await came(publication, 1);
    harness.inspection.answering = "takes";
    expect(await taken(publication, 2)).toEqual([1, 2]);
    const keys = harness.inspection.taken.filter((one) => one.publicationId === publication.id);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(2);
    await completed(publication);
  });

  it("where the process was killed and the engine lost the workflow between publishing and telling", async () => {
    await harness.stopWorker();
    const publication = await published();
    await until(
      () =>
        workflow(publication)
          .describe()
          .then(
            ({ status }) => status.name,
            () => "none",
          ),
      (status) => status === "RUNNING",
    );
    await workflow(publication).terminate("the engine lost it");
    // The relay knows of nothing to tell, and the outbox has waited as long as the sweep lets it.
    await harness.database.as("system", async (work) => {
      await work
        .updateTable("command")
        .set({ told_at: new Date() })
        .where("matter_id", "=", publication.id)
        .execute();
      await work
        .updateTable("outbox")
        .set({ next_attempt_at: new Date(0) })
        .where("matter_id", "=", publication.id)
        .execute();
    });
    await harness.startWorker();
    await harness.sweepNow();
    expect(await taken(publication, 1)).toEqual([1]);
    await completed(publication);
  });

  it("no more where it has decided against it: that is on record, and the publication stands", async () => {
    harness.inspection.answering = "refuses";
    const publication = await published();
    await completed(publication);
    expect(await publication.events()).toEqual(["content-ready", "published", "notice-refused"]);
    expect(await owed(publication)).toMatchObject([{ refused_code: "inspection/wrong-state" }]);
    expect(versionsOf(harness.inspection.came, publication)).toEqual([1]);
    expect((await publication.read()).body).toMatchObject({ version: 1 });
  });
});
