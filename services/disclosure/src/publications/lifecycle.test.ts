import { editionsOf, nation, nationalChanges } from "@shuangsui/workdays";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutStacks } from "../../../../packages/service-kit/src/testing/without-stacks.ts";
import { ask, openedModel, passModelTime, type Asked, type Model } from "../testing/model.ts";
import { anyStep, dueAt, hour, openedAt, type Step } from "../testing/sequences.ts";
import { decideDue } from "./commands/due.ts";
import { publicationLifecycle } from "./lifecycle.ts";

const inTime = new Date("2026-09-29T01:00:00Z");
const late = new Date("2026-10-13T01:00:00Z");
const laterDue = new Date("2026-10-30T16:00:00Z");
const asked = (type: Asked["type"], revision = 5): Asked => ({ type, revision, dueAt: laterDue });
const steps = (model: Model, ...types: Asked["type"][]) =>
  types.reduce((before, type, index) => {
    const { model: after, code } = ask(before, asked(type, index + 2), inTime);
    expect(code).toBeNull();
    return after;
  }, model);

const opened = openedModel(dueAt, { hasFact: true });
const withoutFact = openedModel(dueAt, { hasFact: false });
/** Each state that a publication can be in, as it got there. */
const states = {
  open: opened,
  "open, with no fact": withoutFact,
  ready: steps(opened, "content"),
  "published by an official": steps(opened, "content", "publish"),
  "published at its deadline": passModelTime(opened, dueAt),
  "breached, with nothing to show": passModelTime(withoutFact, dueAt),
  "published, renewed": steps(opened, "content", "publish", "renew"),
  withdrawn: steps(opened, "withdraw"),
  dropped: steps(opened, "drop"),
  "taken down": steps(opened, "content", "publish", "take-down"),
};
type Named = keyof typeof states;

const wrong = "publication/wrong-state";
const nothing = "publication/nothing-to-publish";
/** State by state what each command does in time and after the deadline: the state then and its version, or the refusal. */
const table: Record<Named, Record<Asked["type"], readonly [inTime: string, late: string]>> = {
  open: {
    open: ["open 0", wrong],
    due: ["open 0", wrong],
    content: ["ready 0", "published 2"],
    renew: [wrong, "ready 1"],
    publish: [nothing, wrong],
    withdraw: ["withdrawn 1", "withdrawn 2"],
    drop: ["withdrawn 0", wrong],
    "take-down": [wrong, "taken-down 1"],
    ask: ["open 0", "published 1"],
  },
  "open, with no fact": {
    open: ["open 0", wrong],
    due: ["open 0", wrong],
    content: ["ready 0", "published 1"],
    renew: [wrong, wrong],
    publish: [nothing, nothing],
    withdraw: ["withdrawn 1", "withdrawn 1"],
    drop: ["withdrawn 0", wrong],
    "take-down": [wrong, wrong],
    ask: ["open 0", "open 0"],
  },
  ready: {
    open: ["ready 0", wrong],
    due: ["ready 0", wrong],
    content: ["ready 0", "published 2"],
    renew: [wrong, "ready 1"],
    publish: ["published 1", wrong],
    withdraw: ["withdrawn 1", "withdrawn 2"],
    drop: ["withdrawn 0", wrong],
    "take-down": [wrong, "taken-down 1"],
    ask: ["ready 0", "published 1"],
  },
  "published by an official": {
    open: [wrong, wrong],
    due: [wrong, wrong],
    content: ["published 2", "published 2"],
    renew: ["ready 1", "ready 1"],
    publish: [wrong, wrong],
    withdraw: ["withdrawn 2", "withdrawn 2"],
    drop: [wrong, wrong],
    "take-down": ["taken-down 1", "taken-down 1"],
    ask: ["published 1", "published 1"],
  },
  "published at its deadline": {
    open: [wrong, wrong],
    due: [wrong, wrong],
    content: ["published 2", "published 2"],
    renew: ["ready 1", "ready 1"],
    publish: [wrong, wrong],
    withdraw: ["withdrawn 2", "withdrawn 2"],
    drop: [wrong, wrong],
    "take-down": ["taken-down 1", "taken-down 1"],
    ask: ["published 1", "published 1"],
  },
  "breached, with nothing to show": {
    open: [wrong, wrong],
    due: [wrong, wrong],
    content: ["published 1", "published 1"],
    renew: [wrong, wrong],
    publish: [nothing, nothing],
    withdraw: ["withdrawn 1", "withdrawn 1"],
    drop: [wrong, wrong],
    "take-down": [wrong, wrong],
    ask: ["open 0", "open 0"],
  },
  "published, renewed": {
    open: [wrong, wrong],
    due: ["ready 1", "ready 1"],
    content: ["ready 1", "ready 1"],
    renew: ["ready 1", "ready 1"],
    publish: ["published 2", "published 2"],
    withdraw: ["withdrawn 2", "withdrawn 2"],
    drop: ["published 1", "published 1"],
    "take-down": [wrong, wrong],
    ask: ["ready 1", "ready 1"],
  },
  withdrawn: {
    open: [wrong, wrong],
    due: [wrong, wrong],
    content: [wrong, wrong],
    renew: [wrong, wrong],
    publish: [wrong, wrong],
    withdraw: [wrong, wrong],
    drop: [wrong, wrong],
    "take-down": ["taken-down 1", "taken-down 1"],
    ask: ["withdrawn 1", "withdrawn 1"],
  },
  dropped: {
    open: [wrong, wrong],
    due: [wrong, wrong],
    content: [wrong, wrong],
    renew: [wrong, wrong],
    publish: [wrong, wrong],
    withdraw: [wrong, wrong],
    drop: [wrong, wrong],
    "take-down": [wrong, wrong],
    ask: ["withdrawn 0", "withdrawn 0"],
  },
  "taken down": {
    open: [wrong, wrong],
    due: [wrong, wrong],
    content: [wrong, wrong],
    renew: [wrong, wrong],
    publish: [wrong, wrong],
    withdraw: [wrong, wrong],
    drop: [wrong, wrong],
    "take-down": [wrong, wrong],
    ask: ["taken-down 1", "taken-down 1"],
  },
};
const rows = Object.entries(table).flatMap(([state, commands]) =>
  Object.entries(commands).flatMap(([type, [early, after]]) => [
    { state: state as Named, type: type as Asked["type"], when: "in time", at: inTime, becomes: early },
    {
      state: state as Named,
      type: type as Asked["type"],
      when: "after the deadline",
      at: late,
      becomes: after,
    },
  ]),
);

describe("the lifecycle of a publication (articles 9, 17, 30)", () => {
  it.each(rows)("$state: $type $when: $becomes", ({ state, type, at, becomes }) => {
    const { model, code } = ask(states[state], asked(type), at);
    const { publication } = model;
    expect(code ?? `${publication.state} ${publication.version}`).toBe(becomes);
  });

  it("has an end by its deadline, whatever state it is in, and one alone", () => {
    const ends = (Object.keys(states) as Named[]).map((name) => {
      const { publication } = passModelTime(states[name], laterDue);
      return [name, publication.state, publication.version, publication.breached_at !== null];
    });
    expect(ends).toEqual([
      ["open", "published", 1, true],
      ["open, with no fact", "open", 0, true],
      ["ready", "published", 1, false],
      ["published by an official", "published", 1, false],
      ["published at its deadline", "published", 1, true],
      ["breached, with nothing to show", "open", 0, true],
      ["published, renewed", "published", 2, false],
      ["withdrawn", "withdrawn", 1, false],
      ["dropped", "withdrawn", 0, false],
      ["taken down", "taken-down", 1, false],
    ]);
  });

  it("reminds two working days and one before, over the holiday, while nothing is ready (article 30)", () => {
    // The last working day before the due time is Saturday the 10th, worked in exchange.
    expect(publicationLifecycle.nextAt(opened.publication)?.toISOString()).toBe("2026-10-08T16:00:00.000Z");
    const reminded = passModelTime(opened, new Date("2026-10-10T15:59:59Z"));
    expect(reminded.decided.map(({ decision }) => decision.events[0]?.type)).toEqual([
      "reminded",
      "reminded",
    ]);
    expect(publicationLifecycle.nextAt(states.ready.publication)).toEqual(dueAt);
  });

  it("takes nothing of a lower revision over a higher (article 30)", () => {
    const known = ask(ask(opened, asked("due", 7), inTime).model, asked("content", 7), inTime).model;
    for (const type of ["open", "due", "content", "withdraw"] as const) {
      expect(ask(known, asked(type, 6), inTime).code).toBe("publication/superseded");
      expect(ask(known, asked(type, 8), inTime).code).toBeNull();
    }
    expect(ask(known, asked("open", 7), inTime).code).toBe(wrong);
  });
});

/** Runs a sequence, and gives the model after each of its steps with the time of it. */
function run(hasFact: boolean, sequence: readonly Step[]): { model: Model; at: Date }[] {
  let model = openedModel(dueAt, { hasFact });
  let now = openedAt.getTime();
  return sequence.map(({ hours, asked: what }) => {
    now += hours * hour;
    const at = new Date(now);
    model = what === null ? passModelTime(model, at) : ask(model, what, at).model;
    return { model, at };
  });
}

/** What must hold of every publication after everything. */
function requireSound({ model, at }: { model: Model; at: Date }, before: Model): void {
  const { publication, decided } = model;
  const was = before.publication;
  const versions = decided.flatMap(({ decision }) => decision.version ?? []);
  const hold = (held: boolean, what: string) => {
    if (!held) throw new Error(`${what}: ${JSON.stringify(publication)}`);
  };
  hold(versions.length === publication.version, "each version is published once, in order");
  hold(
    versions.slice(1).filter(({ by }) => by === "official" || by === "deadline").length <=
      decided.filter(({ decision }) => decision.events.some(({ type }) => type === "renewed")).length,
    "what comes after the first publishing renews it, corrects it, or is the last",
  );
  hold(
    decided.every(
      ({ decision: { owes = [], events, version } }) =>
        owes.length === (version === undefined && events[0]?.type !== "notice-repeated" ? 0 : 1),
    ),
    "the owner is told of each version, again where it asks, and of nothing else",
  );
  hold(
    publication.breached_at === null ||
      // What renews it has a day of its own.
      decided.some(({ decision }) => decision.events.some(({ type }) => type === "renewed")) ||
      publication.breached_at >= publication.due_at,
    "there is no breach before the deadline",
  );
  hold(was.breached_at === null || publication.breached_at === was.breached_at, "a breach stays");
  hold(
    versions.every(({ breach, by }, index) => !breach || (index === 0 && by === "deadline")),
    "only the deadline publishes a breach",
  );
  hold(
    (was.state !== "withdrawn" && was.state !== "taken-down") ||
      ([was.state, "taken-down"].includes(publication.state) && publication.version === was.version),
    "what is withdrawn or taken down gets nothing more",
  );
  hold(was.version === 0 || publication.state !== "open", "what is public is never taken back");
  hold(
    publication.due_revision >= was.due_revision && publication.content_revision >= was.content_revision,
    "no lower revision overwrites a higher",
  );
  const next = publicationLifecycle.nextAt(passModelTime(model, at).publication);
  hold(next === null || next > at, "time leaves nothing undone");
}

describe("a change of the calendar", () => {
  const change = (at: string) => ({
    version: 4,
    at: new Date(at),
    by: {
      authority: "533100",
      number: "1号",
      issuedOn: "2026-09-28",
      name: "放假通知",
      daysOff: [{ from: "2026-10-09", to: "2026-10-09" }],
      worked: [],
      supersedes: null,
    },
  });
  const known = (model: Model, at: string): Model => {
    const calendars = editionsOf([...nationalChanges, change(at)], [nation, "533100", "533103"]);
    return { ...model, publication: { ...model.publication, calendars } };
  };

  it("reminds at another time, and leaves the due time to its owner", () => {
    // Due with Sunday the 11th: two working days before were the 9th, then, with that day off, the 8th.
    const nextAt = ({ publication }: Model) => publicationLifecycle.nextAt(publication);
    const before = known(opened, "2026-09-29T02:00:00Z");
    expect(nextAt(before)).toEqual(new Date("2026-10-08T16:00:00Z"));
    const after = passModelTime(before, new Date("2026-09-30T00:00:00Z"));
    expect(nextAt(after)).toEqual(new Date("2026-10-07T16:00:00Z"));
    expect(after.publication).toMatchObject({ due_at: dueAt, reminders_version: 4, calendar_version: 3 });
    expect(after.decided.flatMap(({ decision }) => decision.events)).toEqual([]);
  });

  it("moves the day of a list of items, which is disclosure's own, and says by which notice (articles 6, 8)", () => {
    // Seen on 28 September: 29, 30, then 8, 9 and the 10th; with the 9th off, Monday the 12th.
    const from = new Date("2026-10-10T16:00:00Z");
    const listed: Model = {
      ...opened,
      publication: {
        ...opened.publication,
        ...{ kind: "item-list", due_at: from, due_from: new Date("2026-09-28T01:00:00Z") },
      },
    };
    const after = passModelTime(known(listed, "2026-09-29T02:00:00Z"), new Date("2026-09-30T00:00:00Z"));
    const to = new Date("2026-10-12T16:00:00Z");
    expect(after.publication).toMatchObject({ due_at: to, reminders_version: 4, calendar_version: 4 });
    expect(after.decided.flatMap(({ decision }) => decision.events)).toEqual([
      {
        type: "due-moved",
        facts: {
          ...{ from: from.toISOString(), to: to.toISOString() },
          ...{ issuer: "533100", notice: "1号", calendarVersion: 4 },
        },
      },
    ]);
  });

  it("is nothing to what is public", () => {
    const over = known(states["published by an official"], "2026-09-29T02:00:00Z");
    expect(passModelTime(over, late)).toEqual(over);
  });

  it("is named by a due time that it moved", () => {
    const body = {
      dueAt: laterDue.toISOString(),
      calendarVersion: 4,
      fact: opened.publication.fact,
      revision: 2,
      movedBy: { issuer: "533100", notice: "1号" },
    };
    const act = { at: inTime, actor: "system", requestId: null };
    const command = { id: "", body, act, callerAuthority: "533103" };
    expect(decideDue(opened.publication, command).events).toEqual([
      {
        type: "due-moved",
        facts: {
          from: dueAt.toISOString(),
          to: laterDue.toISOString(),
          issuer: "533100",
          notice: "1号",
          calendarVersion: 4,
        },
      },
    ]);
  });
});

describe("any sequence of commands and time", () => {
  withoutStacks();

  it("keeps what must hold of a publication, 100,000 times", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyStep, { maxLength: 10 }), (hasFact, sequence) => {
        let before = openedModel(dueAt, { hasFact });
        for (const after of run(hasFact, sequence)) {
          requireSound(after, before);
          before = after.model;
        }
      }),
      { numRuns: 100_000 },
    );
  }, 120_000);

  it("ends in public by its deadline, until its term is over, or with the breach on record, unless it was dropped in time", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyStep, { maxLength: 10 }), (hasFact, sequence) => {
        const { model } = run(hasFact, sequence).at(-1) ?? { model: openedModel(dueAt, { hasFact }) };
        // What is late is public only then, and its term begins.
        const out = passModelTime(model, new Date("2027-06-01T00:00:00Z"));
        const { publication, decided } = passModelTime(out, new Date("2029-06-01T00:00:00Z"));
        const dropped = decided.some(({ decision }) =>
          decision.events.some(({ type }) => type === "dropped"),
        );
        expect(dropped).toBe(publication.version === 0 && publication.breached_at === null);
        expect(publication.state === "taken-down").toBe(publication.version > 0);
        expect(publicationLifecycle.nextAt(publication)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });
});
