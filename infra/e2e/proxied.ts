import type { InspectionDetail } from "@shuangsui/contracts";
import type { ServiceName } from "../embedded/database.ts";
import { drawnCampaign, officerAt, ok, registerSample, windowFrom } from "../sample/officials.ts";
import { anybodyAt, personAt, until, type Person } from "../sample/people.ts";
import { builderItems, planOverBuilders, testWitnesses } from "./builders.ts";
import { startProxy, type Passed, type Proxy } from "./proxy.ts";
import { startWhole, type Whole } from "./whole.ts";

/** The authority whose campaign it is. */
export const authority = "533103";

/** The whole system, a proxy before each service where the others reach it, and a drawn campaign. */
export type Proxied = {
  whole: Whole;
  official: Person;
  officer: ReturnType<typeof officerAt>;
  campaignId: string;
  /** What stands before a service. */
  before(service: ServiceName): Proxy;
  /** Lets everything pass again. */
  passes(): void;
  /** Waits until so many requests of that kind have come to a service, and gives them. */
  came(service: ServiceName, wanted: (request: Passed) => boolean, times?: number): Promise<Passed[]>;
  /** An inspection that no test has used. */
  fresh(): string;
  /** An inspection, a fresh one unless given, whose team stands. */
  confirmed(id?: string): Promise<string>;
  /** The same, whose check is over without a finding, and its publication open. */
  handled(id?: string): Promise<string>;
  /** The same, its target told of the result. */
  fedBack(id?: string): Promise<string>;
  reached(id: string, wanted: (one: InspectionDetail) => boolean, what: string): Promise<InspectionDetail>;
  published(id: string): Promise<InspectionDetail>;
  /** Waits until it is shown as stuck, and until it is no more. */
  stuck(id: string): Promise<InspectionDetail>;
  stuckNoMore(id: string): Promise<InspectionDetail>;
  publicationOf(id: string): Promise<string>;
  /** What the public reads of it, as text. */
  page(id: string): Promise<string>;
  /** Lets a minute pass, so that what failed is tried again. */
  aMinute(): Promise<void>;
  close(): Promise<void>;
};

/** Starts it; of the builders `ratio` is drawn. */
export async function startProxied(startAt: Date, ratio: string): Promise<Proxied> {
  const proxies = new Map<ServiceName, Proxy>();
  const whole = await startWhole(startAt, async (service, url) => {
    const proxy = await startProxy(url);
    proxies.set(service, proxy);
    return proxy.url;
  });
  const before: Proxied["before"] = (service) => {
    const proxy = proxies.get(service);
    if (proxy === undefined) throw new RangeError(`nothing stands before ${service}`);
    return proxy;
  };
  const official = personAt(whole.inspection, whole.people, authority);
  const officer = officerAt(official, () => whole.clock.now());
  await registerSample(personAt(whole.registry, whole.people, authority), authority);
  const now = await whole.clock.now();
  const plan = await planOverBuilders(official, now, ratio);
  const campaign = await drawnCampaign(official, plan, windowFrom(now, 50), testWitnesses);
  const unused = (await officer.all(campaign.id)).map(({ id }) => id);

  const fresh = () => {
    const id = unused.pop();
    if (id === undefined) throw new RangeError("draw more");
    return id;
  };
  const came: Proxied["came"] = (service, wanted, times = 1) =>
    until(
      async () => before(service).came.filter(wanted),
      ({ length }) => length >= times,
      `a request to ${service}`,
    );
  const publicationOf: Proxied["publicationOf"] = async (id) => (await officer.read(id)).publicationId ?? "";
  const confirmed: Proxied["confirmed"] = async (id = fresh()) => {
    if ((await officer.read(id)).state === "drawn")
      ok(await officer.act(id, "confirm", { statement: "均无利害关系" }), "confirm");
    return id;
  };
  const handled: Proxied["handled"] = async (asked) => {
    const id = await confirmed(asked);
    await officer.beginCheck(id);
    ok(await officer.record(id, builderItems), "record");
    const opened = await publicationOf(id);
    await came("disclosure", ({ path, status }) => path.endsWith(opened) && status === 200);
    return id;
  };
  const reached: Proxied["reached"] = (id, wanted, what) => until(() => officer.read(id), wanted, what);
  return {
    whole,
    official,
    officer,
    campaignId: campaign.id,
    before,
    passes() {
      for (const proxy of proxies.values()) proxy.fateOf = () => "passes";
    },
    came,
    fresh,
    confirmed,
    handled,
    async fedBack(id) {
      const one = await handled(id);
      ok(await officer.report(one), "report");
      ok(await officer.feedback(one), "feedback");
      return one;
    },
    reached,
    published: (id) => reached(id, ({ state }) => state === "published", "the publication"),
    stuck: (id) => reached(id, ({ stuck }) => stuck.length > 0, "what is stuck"),
    stuckNoMore: (id) => reached(id, ({ stuck }) => stuck.length === 0, "the end of what is stuck"),
    publicationOf,
    async page(id) {
      const path = `/api/v1/publications/${await publicationOf(id)}`;
      return JSON.stringify((await anybodyAt(whole.portal).get(path)).body);
    },
    aMinute: async () => whole.skipTo(new Date((await whole.clock.now()).getTime() + 60_000)),
    async close() {
      await whole.close();
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    },
  };
}
