import { afterAll, beforeAll, expect, it } from "vitest";
import { connected } from "../embedded/database.ts";
import { ok } from "../sample/officials.ts";
import { personAt, until } from "../sample/people.ts";
import { startProxied, type Proxied } from "./proxied.ts";

let system: Proxied;
beforeAll(async () => {
  // Monday; the tests check a firm at once.
  system = await startProxied(new Date("2026-10-12T01:00:00Z"), "0.06");
}, 180_000);
afterAll(() => system.close());

const notice = {
  authority: "533100",
  number: "德政办函〔2026〕9号",
  issuedOn: "2026-10-12",
  name: "放假通知",
  daysOff: [{ from: "2026-10-14", to: "2026-10-15" }],
  worked: [],
};
const html = (site: string, path: string) => fetch(new URL(path, site)).then((response) => response.text());
const versionAtDisclosure = () =>
  connected(system.whole.superUrl, async (client) => {
    const query = "select max(version) as version from disclosure.calendar_change";
    return (await client.query<{ version: number }>(query)).rows[0]?.version;
  });

it("a local holiday that is announced moves a result's day up to the portal, though disclosure hears of it late", async () => {
  // Given a check that is over, and a way to disclosure's calendar that is cut.
  const { officer, whole } = system;
  const id = await system.handled();
  const calendar = ({ path }: { path: string }) => path.includes("/calendar/changes");
  system.before("inspection").fateOf = (request) => (calendar(request) ? "away" : "passes");

  // When the prefecture enters its notice.
  const prefecture = personAt(whole.inspection, whole.people, "533100");
  ok(
    await prefecture.post("/api/v1/calendar/notices", notice, "019a0000-0000-7000-8000-00000000000a"),
    "notice",
  );

  // Then report and result move, each an event that names the notice; disclosure is told of the new day.
  const moved = await system.reached(
    id,
    ({ dueAt, events }) =>
      dueAt === "2026-10-21T16:00:00.000Z" && events.filter(({ type }) => type === "due-moved").length === 2,
    "the moved deadlines",
  );
  for (const { facts } of moved.events.filter(({ type }) => type === "due-moved"))
    expect(facts).toMatchObject({ issuer: "533100", notice: notice.number });
  const due = ({ path, status }: { path: string; status: number | null }) =>
    path.endsWith(`${moved.publicationId}/commands/due`) && status === 200;
  await system.came("disclosure", due);

  // And disclosure catches up with the calendar once it hears again.
  expect(await versionAtDisclosure()).toBe(3);
  system.passes();
  await until(versionAtDisclosure, (version) => version === 4, "the calendar's change");

  // When the result is published, then the public reads how its day moved.
  ok(await officer.report(id), "report");
  ok(await officer.feedback(id), "feedback");
  ok(await officer.act(id, "publish", {}), "publish");
  await system.published(id);
  const published = await html(whole.portal, `/publications/${moved.publicationId}`);
  expect(published).toContain(
    "因德宏州通知（德政办函〔2026〕9号），公示期限由2026-10-26 24:00变为2026-10-28 24:00",
  );
  expect(published).toContain("24:00（地方假日不计入期限）");
}, 60_000);
