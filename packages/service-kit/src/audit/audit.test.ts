import type { AuditEntry, AuditHead, AuditLink } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { createOnce } from "../commands/create-once.ts";
import { decideInOrder } from "../commands/decide-in-order.ts";
import type { Submission } from "../commands/inbox.ts";
import { submit } from "../commands/submit.ts";
import { systemScope } from "../database.ts";
import { deliver } from "../outbox/deliver.ts";
import { inRequest } from "../request-scope.ts";
import { passTime } from "../standing.ts";
import {
  openPermitOffice,
  permitDeliveries,
  permits,
  type PermitOffice,
  type Receivers,
} from "../testing/permits.ts";
import { createAuditor, type AuditEvent } from "./auditor.ts";
import { checkChain, noLinks } from "./chain.ts";
import { findEntries, readEntries, readHead, readLinks, recordAudit } from "./entries.ts";
import { startAuditLinker, type AuditLinker } from "./linker.ts";

let office: PermitOffice;
let linker: AuditLinker;
const never = { restsMs: 2_000_000_000 };
beforeAll(async () => {
  office = await openPermitOffice();
});
beforeEach(() => {
  linker = startAuditLinker(office, never);
});
afterEach(() => linker.stop());
afterAll(() => office.close());

const official = { authority: "533103", actor: "official-1" };
const asking = (matterId: string, type: string, payload: unknown = {}): Submission => ({
  key: uuidv7(),
  matterId,
  type,
  payload,
  caller: official,
  requestId: "request-1",
});
const ask = (submission: Submission) =>
  inRequest("request-1", () => submit(office, permits, submission), "192.0.2.7");
const input = (id: string) => ({ id, authority: "533103" });

/** What is on record of a subject. */
async function entriesOf(subject: string, as = "533103"): Promise<AuditEntry[]> {
  await linker.once();
  const query = { subject, after: 0, limit: 50, format: "json" as const };
  return office.database.as(as, (work) => findEntries(work, query, query));
}

/** The whole chain, with the entries that an authority sees. */
async function chain(as: string = systemScope): Promise<AuditLink[]> {
  const links = await office.database.as(systemScope, (work) =>
    readLinks(work, { after: 0, limit: 100_000 }),
  );
  const ids = links.map(({ entryId }) => entryId);
  const entries = await office.database.as(as, (work) => readEntries(work, ids));
  return links.map(({ entryId, link }) => ({ ...link, entry: entries.get(entryId) ?? null }));
}

function faultsOf(links: readonly AuditLink[], kept?: AuditHead, mayRead = (_code: string) => true) {
  const check = checkChain(mayRead, kept);
  for (const link of links) check.take(link);
  return check.end().faults;
}

const head = () => office.database.as(systemScope, readHead);

describe("what leaves an entry (articles 32, 33)", () => {
  it("is a command, one, with who, for whom, what, before and after, from where and on which request", async () => {
    const id = await office.asked();
    const { commandId } = await ask(asking(id, "note", { text: "the text is not in it" }));
    const [entry, ...more] = await entriesOf(id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      authority: "533103",
      callerAuthority: "533103",
      actor: "official-1",
      action: "permit/note",
      code: null,
      before: { state: "asked", version: 1 },
      after: { state: "asked", version: 2, events: ["noted"], command: commandId },
      remote: "192.0.2.7",
      requestId: "request-1",
    });
    expect(JSON.stringify(entry)).not.toContain("the text is not in it");
  });

  it("is not a command that is refused for an ordinary reason, nor one that was done before", async () => {
    const id = await office.asked();
    const granting = asking(id, "grant");
    await ask(granting);
    expect(await ask(asking(id, "note", { text: "late" }))).toMatchObject({ status: "refused" });
    await ask(granting);
    expect((await entriesOf(id)).map(({ action }) => action)).toEqual(["permit/grant"]);
  });

  it("is a command that a worker decides, with where its request came from", async () => {
    const id = await office.asked();
    const { commandId } = await ask(asking(id, "inspect"));
    await decideInOrder(office, permits, { inspect: async () => "all well" }, input(id), commandId);
    expect(await entriesOf(id)).toMatchObject([{ action: "permit/inspect", remote: "192.0.2.7" }]);
  });

  it("is what time alone did, and what followed from a deed", async () => {
    const late = await office.asked("533103", new Date(Date.now() - 1_000));
    await passTime(office, permits, input(late));
    expect(await entriesOf(late)).toMatchObject([
      { action: "permit/time", actor: "system", after: { state: "expired", events: ["expired"] } },
    ]);
    const granted = await office.asked();
    await ask(asking(granted, "grant"));
    const receivers: Receivers = { printed: [], told: [], printerFails: null, policeFail: null };
    await deliver(office, permits, permitDeliveries, receivers, input(granted), "printPermit");
    expect((await entriesOf(granted)).at(-1)).toMatchObject({
      action: "permit/deed",
      after: { deed: "printPermit", events: ["printed"] },
    });
  });

  it("is what is made once a key, once", async () => {
    const made = asking(uuidv7(), "draft", { title: "a" });
    for (const submission of [made, { ...made, matterId: uuidv7() }])
      await createOnce(office, "permit", submission, async () => undefined);
    expect(await entriesOf(made.matterId)).toMatchObject([{ action: "permit/draft", before: null }]);
  });

  it("is there or not there with its change: what is rolled back leaves none", async () => {
    const id = uuidv7();
    const failing = createOnce(office, "permit", asking(id, "draft"), async () => {
      throw new Error("no room");
    });
    await expect(failing).rejects.toThrow("no room");
    expect(await entriesOf(id)).toEqual([]);
  });

  it("is seen by its authority and its superior alone, and changed by nobody", async () => {
    const id = await office.asked();
    await ask(asking(id, "grant"));
    expect(await entriesOf(id, "533100")).toHaveLength(1);
    expect(await entriesOf(id, "533102")).toEqual([]);
    for (const table of ["audit", "audit_link"] as const) {
      const changing = office.database.as("533103", (work) =>
        work.updateTable(table).set({ authority: "533102" }).execute(),
      );
      await expect(changing).rejects.toThrow("permission denied");
      const removing = office.database.as("533103", (work) => work.deleteFrom(table).execute());
      await expect(removing).rejects.toThrow("permission denied");
    }
  });
});

describe("acts that change nothing", () => {
  const look: AuditEvent = {
    authority: "533103",
    callerAuthority: "533103",
    actor: "official-1",
    action: "inspectors/looked",
    subject: null,
    code: null,
    before: null,
    after: null,
    remote: null,
    requestId: null,
  };

  it("are written down together, the same ones as one with a count", async () => {
    const auditor = createAuditor(office);
    const subject = uuidv7();
    for (const requestId of ["1", "2", "3"]) auditor.note({ ...look, subject, requestId });
    auditor.note({ ...look, subject, actor: "official-2" });
    await auditor.flush();
    expect((await entriesOf(subject)).map(({ actor, after }) => [actor, after])).toEqual([
      ["official-1", { count: 3 }],
      ["official-2", null],
    ]);
  });

  it("are told to the highest authority where they name none", async () => {
    const auditor = createAuditor(office);
    const subject = uuidv7();
    auditor.note({ ...look, subject, authority: null });
    await auditor.flush();
    expect(await entriesOf(subject, "533100")).toMatchObject([{ authority: "533100" }]);
  });

  it("are found by each of the many that they are about", async () => {
    const auditor = createAuditor(office);
    const subjects = [uuidv7(), uuidv7()];
    auditor.note({ ...look, after: { subjects } });
    await auditor.flush();
    for (const subject of subjects) expect(await entriesOf(subject)).toMatchObject([{ after: { subjects } }]);
  });

  it("fill neither memory nor trail in a flood: how many were left out is on record", async () => {
    const auditor = createAuditor(office);
    const before = await head();
    for (let actor = 0; actor < 1_500; actor += 1) auditor.note({ ...look, actor: `a${actor}` });
    await auditor.flush();
    expect(await linker.once()).toBe(1_001);
    const added = (await chain()).slice(before.seq);
    expect(added.at(-1)?.entry).toMatchObject({ action: "audit/left-out", after: { count: 500 } });
  });

  it("wait while the database is away, and are written down when it is back", async () => {
    let isAway = true;
    const database: PermitOffice["database"] = {
      ...office.database,
      as: (...parameters) => (isAway ? Promise.reject(new Error("away")) : office.database.as(...parameters)),
    };
    const auditor = createAuditor({ ...office, database });
    const subject = uuidv7();
    auditor.note({ ...look, subject });
    await auditor.flush();
    isAway = false;
    await auditor.flush();
    expect(await entriesOf(subject)).toHaveLength(1);
  });
});

describe("the chain", () => {
  it("has each entry once and no gap, whoever writes at once and however many linkers there are", async () => {
    const before = await head();
    const ids = await Promise.all(Array.from({ length: 100 }, () => office.asked()));
    const others = [1, 2, 3].map(() => startAuditLinker(office, { restsMs: 1 }));
    await Promise.all(ids.map((id) => ask(asking(id, "grant"))));
    await Promise.all(others.map((other) => other.stop()));
    await linker.once();
    const links = await chain();
    expect(faultsOf(links)).toEqual([]);
    const subjects = links.slice(before.seq).map(({ entry }) => entry?.subject ?? "");
    expect(subjects.toSorted()).toEqual(ids.toSorted());
  });

  it("takes up what was written while no linker ran, as after a kill", async () => {
    const id = await office.asked();
    await ask(asking(id, "grant"));
    await linker.once();
    await linker.stop();
    await ask(asking(id, "revoke"));
    linker = startAuditLinker(office, never);
    expect((await entriesOf(id)).map(({ action }) => action)).toEqual(["permit/grant", "permit/revoke"]);
    expect(faultsOf(await chain())).toEqual([]);
  });

  it("takes up what a slow transaction had written before others, when it is in sight", async () => {
    const [slow, fast] = [uuidv7(), await office.asked()];
    await office.database.as(systemScope, async (work) => {
      await recordAudit(work, [
        {
          at: new Date(),
          ...{ authority: "533103", callerAuthority: null, actor: "slow", action: "permit/note" },
          ...{ subject: slow, code: null, before: null, after: null, remote: null, requestId: null },
        },
      ]);
      await ask(asking(fast, "grant"));
      // Meanwhile it has moved the place on that it searches from, as far as it may.
      for (let round = 0; round < 4; round += 1) await linker.once();
    });
    expect(await entriesOf(slow)).toHaveLength(1);
    expect(await entriesOf(fast)).toHaveLength(1);
    expect(faultsOf(await chain())).toEqual([]);
  });

  it("goes on by itself, and stops when told to", async () => {
    const own = startAuditLinker(office, { restsMs: 5 });
    const id = await office.asked();
    await ask(asking(id, "grant"));
    const grown = async () => (await chain()).some(({ entry }) => entry?.subject === id);
    await expect.poll(grown, { timeout: 10_000 }).toBe(true);
    await own.stop();
  });

  it("is checked by an authority with its own entries alone", async () => {
    await ask(asking(await office.asked("533102"), "grant")).catch(() => undefined);
    await passTime(office, permits, {
      id: await office.asked("533102", new Date(0)),
      authority: "533102",
    });
    await linker.once();
    const links = await chain("533103");
    const foreign = links.filter(({ authority }) => authority === "533102");
    expect(foreign.length).toBeGreaterThan(0);
    for (const { entry } of foreign) expect(entry).toBeNull();
    expect(faultsOf(links, noLinks, (code) => code === "533103")).toEqual([]);
    expect(faultsOf(links, noLinks, () => true)[0]).toMatchObject({ fault: "entry-missing" });
  });
});

describe("a database's superuser who", () => {
  /** Three entries that are linked, by what the superuser did to them; all is as before then. */
  async function faultsAfter(...statements: readonly string[]) {
    for (const _ of [1, 2, 3]) await ask(asking(await office.asked(), "grant"));
    await linker.once();
    const kept = await head();
    const [a, b] = [kept.seq - 2, kept.seq - 1];
    await connected(office.superUrl, async (client) => {
      await client.query("create table saved as table inspection.audit");
      await client.query("create table saved_link as table inspection.audit_link");
      for (const statement of statements)
        await client.query(statement.replaceAll(":a", String(a)).replaceAll(":b", String(b)));
    });
    try {
      const links = await chain();
      const at = (found: readonly { seq: number; fault: string }[]) =>
        found.map(({ seq, fault }) => `${fault} ${seq - a}`);
      return { alone: at(faultsOf(links)), withHead: at(faultsOf(links, kept)) };
    } finally {
      await connected(office.superUrl, async (client) => {
        await client.query("truncate inspection.audit, inspection.audit_link");
        await client.query("insert into inspection.audit overriding system value select * from saved");
        await client.query("insert into inspection.audit_link select * from saved_link");
        await client.query("drop table saved, saved_link");
      });
    }
  }
  const entryAt = (seq: string) => `(select entry_id from inspection.audit_link where seq = ${seq})`;

  it.each([
    ["removes an entry", [`delete from inspection.audit where id = ${entryAt(":a")}`], ["entry-missing 0"]],
    ["removes a link", ["delete from inspection.audit_link where seq = :a"], ["link-missing 0"]],
    [
      "changes who did it",
      [`update inspection.audit set actor = 'nobody' where id = ${entryAt(":a")}`],
      ["entry-changed 0"],
    ],
    [
      "changes when it was, by a millisecond",
      [`update inspection.audit set at = at + interval '1 ms' where id = ${entryAt(":a")}`],
      ["entry-changed 0"],
    ],
    [
      "changes what came of it",
      [`update inspection.audit set after = after || '{"version": 9}' where id = ${entryAt(":a")}`],
      ["entry-changed 0"],
    ],
    [
      "says that it was another authority's",
      ["update inspection.audit_link set authority = '533102' where seq = :a"],
      ["link-changed 0", "entry-changed 0"],
    ],
    [
      "changes the hash of an entry",
      [`update inspection.audit_link set entry_hash = repeat('0', 64) where seq = :a`],
      ["link-changed 0", "entry-changed 0"],
    ],
    [
      "swaps two entries",
      [
        "create table swapped as select * from inspection.audit_link where seq in (:a, :b)",
        "delete from inspection.audit_link where seq in (:a, :b)",
        `insert into inspection.audit_link select x.seq, y.entry_id, x.authority, x.entry_hash, x.hash, x.linked_at
           from swapped x join swapped y on x.seq <> y.seq`,
        "drop table swapped",
      ],
      ["entry-changed 0", "entry-changed 1"],
    ],
    [
      "swaps two links whole",
      [
        "update inspection.audit_link set seq = -1 where seq = :a",
        "update inspection.audit_link set seq = :a where seq = :b",
        "update inspection.audit_link set seq = :b where seq = -1",
      ],
      ["link-changed 0", "link-changed 1", "link-changed 2"],
    ],
    [
      "appends a link past the linker",
      [
        `insert into inspection.audit_link select max(seq) + 1, gen_random_uuid(), '533103', repeat('0', 64), repeat('0', 64)
           from inspection.audit_link`,
      ],
      ["link-changed 3", "entry-missing 3"],
    ],
  ])("%s is found", async (_, statements, faults) => {
    expect((await faultsAfter(...statements)).alone).toEqual(faults);
  });

  it("cuts off the end is found by a head that was kept, and by that alone", async () => {
    const cut = [
      `delete from inspection.audit where id = ${entryAt(":b + 1")}`,
      "delete from inspection.audit_link where seq = :b + 1",
    ];
    expect(await faultsAfter(...cut)).toEqual({ alone: [], withHead: ["head-missing 2"] });
  });

  it("makes the whole chain anew over other entries is found by a head that was kept", async () => {
    await ask(asking(await office.asked(), "grant"));
    await linker.once();
    const kept = await head();
    const other: AuditHead = { seq: kept.seq, hash: "0".repeat(64) };
    expect(faultsOf(await chain(), other)).toEqual([{ seq: kept.seq, fault: "head-changed" }]);
  });
});
