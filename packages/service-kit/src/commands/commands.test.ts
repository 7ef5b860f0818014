import { Problem } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceUnavailable } from "../unavailable.ts";
import { systemScope } from "../database.ts";
import { passTime } from "../standing.ts";
import { openPermitOffice, permits, type PermitOffice } from "../testing/permits.ts";
import { createOnce } from "./create-once.ts";
import { decideInOrder, type Prepares } from "./decide-in-order.ts";
import { readOutcome, submit } from "./submit.ts";
import type { Submission } from "./inbox.ts";

let office: PermitOffice;
beforeAll(async () => {
  office = await openPermitOffice();
});
afterAll(() => office.close());

const official = { authority: "533103", actor: "official-1" };
const asking = (matterId: string, type: string, changes: Partial<Submission> = {}): Submission => ({
  key: uuidv7(),
  matterId,
  type,
  payload: {},
  caller: official,
  requestId: "request-1",
  ...changes,
});
const note = (matterId: string, text: string, changes: Partial<Submission> = {}) =>
  asking(matterId, "note", { payload: { text }, ...changes });
const ask = (submission: Submission) => submit(office, permits, submission);
/** The commands of which no workflow is noted as told. */
const untold = () =>
  office.database.as("533103", async (work) => {
    const rows = await work.selectFrom("command").select("id").where("told_at", "is", null).execute();
    return rows.map((row) => row.id);
  });
const found: Prepares = { inspect: async () => "all well" };
const decide = (id: string, commandId: string, prepares = found) =>
  decideInOrder(office, permits, prepares, { id, authority: "533103" }, commandId);

describe("a command", () => {
  it("is decided at once, engine up or down, and its workflow is told by the command's name", async () => {
    const id = await office.asked();
    office.engine.up = false;
    const outcome = await ask(note(id, "first"));
    office.engine.up = true;
    expect(outcome).toMatchObject({ status: "done", subject: id });
    expect(await office.events(id)).toEqual(["noted"]);
    const { commandId } = await ask(note(id, "second"));
    expect(office.engine.heard.at(-1)).toEqual({ type: "note", id: commandId, how: "tell" });
  });

  it("tells how the matter stands then, as the row would, and is told of no more", async () => {
    const id = await office.asked();
    const { commandId } = await ask(asking(id, "grant"));
    const told = office.engine.stood.at(-1);
    expect(told).toMatchObject({
      state: "granted",
      lockVersion: 2,
      owes: ["printPermit", "tellPolice"],
      over: false,
    });
    await expect.poll(untold).not.toContain(commandId);
    expect(await passTime(office, permits, { id, authority: "533103" })).toEqual(told);
  });

  it("is noted as told without waiting for another that is locked, which may wait for it", async () => {
    const locked = await ask(note(await office.asked(), "locked"));
    await office.database.as("533103", async (work) => {
      await work.selectFrom("command").select("id").where("id", "=", locked.commandId).forUpdate().execute();
      const { commandId } = await ask(note(await office.asked(), "free"));
      await expect.poll(untold, { timeout: 10_000 }).not.toContain(commandId);
    });
  });

  it("answers the same under the same key, also under a renewed login", async () => {
    const id = await office.asked();
    const first = note(id, "once");
    const outcome = await ask(first);
    expect(await ask(first)).toEqual(outcome);
    expect(await ask({ ...first, caller: { ...official, actor: "official-1b" }, requestId: "2" })).toEqual(
      outcome,
    );
    expect(await office.events(id)).toEqual(["noted"]);
  });

  it.each([
    ["another body", (id: string) => note(id, "other")],
    ["another command", (id: string) => asking(id, "grant")],
  ])("under the same key with %s is refused", async (_, other) => {
    const id = await office.asked();
    const first = note(id, "once");
    await ask(first);
    await expect(ask({ ...other(id), key: first.key })).rejects.toMatchObject({ code: "command/key-reused" });
  });

  it("under the same key on another matter at the same moment is refused once, and once done", async () => {
    const key = uuidv7();
    const ids = [await office.asked(), await office.asked()];
    const outcomes = await Promise.allSettled(ids.map((id) => ask(note(id, "x", { key }))));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("has its key within its caller: neither another authority's nor an official's touches a service's", async () => {
    const key = uuidv7();
    const [mine, theirs] = [await office.asked(), await office.asked("533102")];
    await ask(note(theirs, "burnt", { key, caller: { authority: "533102", actor: "official-2" } }));
    await ask(note(mine, "burnt too", { key }));
    const service = { authority: "533103", actor: "system", service: true as const };
    expect(await ask(note(mine, "the service's", { key, caller: service }))).toMatchObject({
      status: "done",
    });
    expect(await office.events(mine)).toEqual(["noted", "noted"]);
  });

  it("that is refused keeps its code, detail and places, and writes nothing else", async () => {
    const id = await office.asked();
    await ask(asking(id, "grant"));
    const refused = {
      status: "refused",
      code: "plan/wrong-state",
      detail: "state is granted",
      errors: [{ message: "late" }],
    };
    const outcome = await ask(note(id, "late"));
    expect(outcome).toMatchObject(refused);
    expect(await readOutcome(office.database, "533103", outcome.commandId)).toMatchObject(refused);
    expect(await office.events(id)).toEqual(["granted"]);
  });

  it("comes after what time had done by its receipt", async () => {
    const id = await office.asked("533103", new Date(Date.now() - 1_000));
    expect(await ask(note(id, "late"))).toMatchObject({ status: "refused", code: "plan/wrong-state" });
    expect(await office.events(id)).toEqual(["expired"]);
  });

  it("is stamped under the lock, so that nothing decided before it bears a later stamp", async () => {
    const id = await office.asked();
    let asked: ReturnType<typeof ask> | undefined;
    const released = await office.database.as(systemScope, async (work) => {
      await permits.lock(work, id, []);
      asked = ask(note(id, "waits"));
      await new Promise((resolve) => setTimeout(resolve, 200));
      return office.clock.now(work);
    });
    const outcome = await asked;
    expect(Date.parse(outcome?.receivedAt ?? "")).toBeGreaterThanOrEqual(released.getTime());
  });

  it("of a superior, and of a stranger", async () => {
    const id = await office.asked();
    const by = (authority: string) => ask(note(id, "x", { caller: { authority, actor: "a" } }));
    await expect(by("533100")).rejects.toMatchObject({ code: "authority/not-yours" });
    await expect(by("533102")).rejects.toMatchObject({ code: "not-found" });
    const { commandId } = await ask(note(id, "mine"));
    expect(await readOutcome(office.database, "533100", commandId)).toBeDefined();
    expect(await readOutcome(office.database, "533102", commandId)).toBeUndefined();
  });
});

describe("a command that needs the outside", () => {
  it("is decided by the workflow, and those after it wait for it, in the order of receipt", async () => {
    const id = await office.asked();
    const inspect = await ask(asking(id, "inspect"));
    const later = await ask(note(id, "later"));
    expect([inspect.status, later.status]).toEqual(["pending", "pending"]);
    expect(office.engine.heard.slice(-2).map(({ type, how }) => [type, how])).toEqual([
      ["inspect", "decide"],
      ["note", "decide"],
    ]);
    await decide(id, later.commandId);
    expect(await office.events(id)).toEqual(["inspected", "noted"]);
    await decide(id, later.commandId);
    expect(await office.events(id)).toEqual(["inspected", "noted"]);
  });

  it("is followed by all that wait for it in the order of their receipt, whatever their ids", async () => {
    const id = await office.asked();
    await ask(asking(id, "inspect"));
    const texts = ["one", "two", "three", "four", "five", "six", "seven"];
    let last = "";
    for (const text of texts) last = (await ask(note(id, text))).commandId;
    await decide(id, last);
    const notes = await office.database.as(systemScope, (work) =>
      work.selectFrom("document").select("content").where("matter_id", "=", id).orderBy("revision").execute(),
    );
    expect(notes.map(({ content }) => content)).toEqual(texts.map((text) => ({ text })));
  });

  it("takes what the outside refuses as its outcome: nothing stays undecidable", async () => {
    const id = await office.asked();
    const { commandId } = await ask(asking(id, "inspect"));
    const refuses = { inspect: () => Promise.reject(new Problem("body/invalid", "no team")) };
    await decide(id, commandId, refuses);
    expect(await readOutcome(office.database, "533103", commandId)).toMatchObject({
      status: "refused",
      code: "body/invalid",
    });
    expect(await ask(note(id, "goes on"))).toMatchObject({ status: "done" });
  });

  it.each([
    ["an outage", new ServiceUnavailable("away")],
    ["a wrong token", new Problem("caller/token-invalid")],
    ["a proxy that lets no more requests through", new Problem("request/too-many")],
    ["another version of the service, without that route", new Problem("method/not-allowed")],
  ])("waits through %s", async (_, error) => {
    const id = await office.asked();
    const { commandId } = await ask(asking(id, "inspect"));
    await expect(decide(id, commandId, { inspect: () => Promise.reject(error) })).rejects.toBe(error);
    expect(await readOutcome(office.database, "533103", commandId)).toMatchObject({ status: "pending" });
    await decide(id, commandId);
    expect(await readOutcome(office.database, "533103", commandId)).toMatchObject({ status: "done" });
  });

  it("lets no deadline overtake it: time passes as far as its receipt", async () => {
    const soon = new Date(Date.now() + 300);
    const id = await office.asked("533103", soon);
    const { commandId } = await ask(asking(id, "inspect"));
    await expect.poll(() => Date.now()).toBeGreaterThan(soon.getTime() + 50);
    const input = { id, authority: "533103" };
    const standing = await passTime(office, permits, input);
    expect(standing).toMatchObject({ state: "asked", over: false });
    expect(standing.waitMs).toBeGreaterThanOrEqual(1_000);
    await decide(id, commandId);
    expect(await passTime(office, permits, input)).toMatchObject({
      state: "expired",
      over: true,
    });
    expect(await office.events(id)).toEqual(["inspected", "expired"]);
  });
});

describe("a matter that is not there", () => {
  it("is over for its workflow", async () => {
    const standing = await passTime(office, permits, { id: uuidv7(), authority: "533103" });
    expect(standing).toMatchObject({ state: "missing", over: true });
  });
});

describe("what is made once a key", () => {
  it("is made once, and refused with another body", async () => {
    const asked = asking(uuidv7(), "draft", { payload: { title: "a" } });
    let made = 0;
    const create = (submission: Submission) =>
      createOnce(office, "permit", submission, async () => void (made += 1));
    const ids = await Promise.all([create(asked), create({ ...asked, matterId: uuidv7() })]);
    expect(ids[0]).toBe(ids[1]);
    expect(made).toBe(1);
    await expect(create({ ...asked, payload: { title: "b" } })).rejects.toMatchObject({
      code: "command/key-reused",
    });
  });
});

describe("row-level security", () => {
  it("lets a superior read its subordinate's commands and change none; a connection without scope sees nothing", async () => {
    const id = await office.asked();
    const { commandId } = await ask(note(id, "x"));
    const changed = await office.database.as("533100", (work) =>
      work.updateTable("command").set({ detail: "changed" }).where("id", "=", commandId).executeTakeFirst(),
    );
    expect(changed.numUpdatedRows).toBe(0n);
    expect(await office.database.plain.selectFrom("command").selectAll().execute()).toEqual([]);
  });

  it("lets nobody change what happened or was written, nor delete what was asked or is owed", async () => {
    for (const statement of [
      (work: Parameters<Parameters<PermitOffice["database"]["as"]>[1]>[0]) =>
        work.updateTable("event").set({ actor: "x" }).execute(),
      (work: Parameters<Parameters<PermitOffice["database"]["as"]>[1]>[0]) =>
        work.deleteFrom("document").execute(),
      (work: Parameters<Parameters<PermitOffice["database"]["as"]>[1]>[0]) =>
        work.deleteFrom("command").execute(),
      (work: Parameters<Parameters<PermitOffice["database"]["as"]>[1]>[0]) =>
        work.deleteFrom("outbox").execute(),
    ])
      await expect(
        office.database.as("533103", async (work) => void (await statement(work))),
      ).rejects.toThrow("permission denied");
  });
});
