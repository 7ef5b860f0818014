/** A bug that somebody could make: one text of a file replaced by another. */
export type Bug = {
  name: string;
  /** The file from the checkout's root, the text that stands in it once, and what is written in its place. */
  file: string;
  from: string;
  to: string;
  /** What would come of it. */
  hurts: string;
  /** The test files that should catch it. */
  tests: readonly string[];
};

const access = "packages/service-kit/src/access";
const commands = "packages/service-kit/src/commands";
const inspections = "services/inspection/src/inspections";
const campaigns = "services/inspection/src/campaigns";
const plans = "services/inspection/src/plans";
const publications = "services/disclosure/src/publications";
const identity = "services/identity/src";
const console = "services/console/src";

/** The frame, the four domains, then sign-in. */
export const bugs: readonly Bug[] = [
  {
    name: "stamp before the lock",
    file: `${commands}/submit.ts`,
    from: `
  const take = () => frame.database.as(scope, (work) => takeIn(work, frame, domain, submission));
`,
    to: `
  const reading = await frame.clock.read();
  const clock = { ...frame.clock, read: async () => reading };
  const take = () => frame.database.as(scope, (work) => takeIn(work, { ...frame, clock }, domain, submission));
`,
    hurts:
      "A command that waited for the lock bears a stamp from before what was decided meanwhile: a deadline is on record although the command came in time.",
    tests: [`${commands}/commands.test.ts`],
  },
  {
    name: "undecided commands in the order of ids",
    file: `${commands}/inbox.ts`,
    from: `
    .orderBy("received_at")
    .orderBy("seq")
`,
    to: `
    .orderBy("id")
`,
    hurts: "Of two that wait for the registry's certificates the later may be decided first.",
    tests: [`${commands}/commands.test.ts`],
  },
  {
    name: "time overtakes an undecided command",
    file: "packages/service-kit/src/elapsed-time.ts",
    from: "return undecided === undefined || undecided.received_at > now ? now : undecided.received_at;",
    to: "return now;",
    hurts: "What was asked in time and waits for an outage of the registry is refused as too late.",
    tests: [`${commands}/commands.test.ts`],
  },
  {
    name: "the linker's place moves past what is not in sight",
    file: "packages/service-kit/src/audit/linker.ts",
    from: "stand.oldestRunning >= seen.nextTransaction",
    to: "stand.newest >= seen.newest",
    hurts:
      "An act that a slow transaction wrote down before others never comes into the audit trail's chain until a restart.",
    tests: ["packages/service-kit/src/audit/audit.test.ts"],
  },
  {
    name: "services' keys in their callers' space",
    file: `${commands}/inbox.ts`,
    from: 'return caller.service === true ? "service" : caller.authority;',
    to: "return caller.authority;",
    hurts: "An official who posts one idempotency key suppresses a result for ever.",
    tests: [`${commands}/commands.test.ts`],
  },
  {
    name: "a fingerprint without the body",
    file: `${commands}/inbox.ts`,
    from: "JSON.stringify([matterType, matterId, type, payload ?? null])",
    to: "JSON.stringify([matterType, matterId, type, payload === undefined])",
    hurts: "The same key with another body is answered as done, and what it asked for is lost.",
    tests: [`${commands}/commands.test.ts`],
  },
  {
    name: "told before it is decided",
    file: `${commands}/inbox.ts`,
    from: `
    .where("told_at", "is", null)
    .where("outcome", "is not", null)
    .execute();
`,
    to: `
    .where("told_at", "is", null)
    .execute();
`,
    hurts: "A command that waits counts as heard of as soon as time passes: nobody ever decides it.",
    tests: [`${commands}/commands.test.ts`],
  },
  {
    name: "headers that are believed",
    file: `${access}/guard.ts`,
    from: "    else refuseServicesHeaders(request);\n",
    to: "",
    hurts: "Somebody who is signed in believes to act for another authority, and acts for its own.",
    tests: [`${access}/guard.test.ts`],
  },
  {
    name: "tokens for anything",
    file: `${access}/tokens.ts`,
    from: "      audience: tokenAudience,\n",
    to: "",
    hurts: "A token that the provider gave for another system opens this one.",
    tests: [`${access}/tokens.test.ts`],
  },
  {
    name: "sight of children alone",
    file: "packages/service-kit/src/authorities/table.ts",
    from: "on child.parent = below.code",
    to: "on child.parent = below.code and below.viewer = below.code",
    hurts: "A prefecture does not see what a development zone below its county does (articles 4, 34).",
    tests: ["packages/service-kit/src/authorities/authorities.test.ts"],
  },
  {
    name: "in another's name",
    file: "packages/service-kit/src/migrations.ts",
    from: "(${writer} in ('', actor) or actor = 'system')",
    to: "(${writer} is not null)",
    hurts: "Whoever finds a way around the routes has it on record that somebody else did it (article 32).",
    tests: ["packages/service-kit/src/writer.test.ts"],
  },
  {
    name: "an officer that still sees",
    file: `${inspections}/sight.ts`,
    from: "return member !== undefined;",
    to: "return member !== undefined || inspectionId !== inspector;",
    hurts: "Whoever is recused for an interest reads on what is found at its relative's firm (article 24).",
    tests: [`${inspections}/sight.test.ts`],
  },
  {
    name: "the superior writes",
    file: "packages/service-kit/src/migrations.ts",
    from: "const own = sql`authority = ${scope} or ${scope} = 'system'`;",
    to: "const own = sql`${visible} or ${scope} = 'system'`;",
    hurts: "A prefecture changes its counties' inspections, which it may only see (article 3).",
    tests: ["packages/service-kit/src/migrations.test.ts"],
  },
  {
    name: "a row that went back is not believed",
    file: "workflows/follow.ts",
    from: `
    standing = seen;
    wentBack ||= [seen.state, ...seen.owes].some((behind) => left.has(behind));
`,
    to: `
    if (left.has(seen.state)) return;
    standing = seen;
`,
    hurts: "After a restored backup, or a draw that is repeated, a workflow waits for what is long over.",
    tests: ["workflows/follow.test.ts"],
  },
  {
    name: "a deadline that ends a moment late",
    file: `${inspections}/lifecycle.ts`,
    from: "if (next === null || until < next) return null;",
    to: "if (next === null || until <= next) return null;",
    hurts:
      "What is received at 24:00 of the last day counts as in time, and the timer that rings then does nothing.",
    tests: [`${inspections}/lifecycle.test.ts`],
  },
  {
    name: "a calendar that moves what has passed",
    file: "packages/workdays/src/moving.ts",
    from: "if (due <= changedAt) return due;",
    to: "if (due <= changedAt && workdays < 1) return due;",
    hurts:
      "A holiday that is announced afterwards gives a step in time that was missed, while its breach is public.",
    tests: ["packages/workdays/src/moving.test.ts"],
  },
  {
    name: "a notice that comes before what time had done by it",
    file: `${inspections}/lifecycle.ts`,
    from: "(next === null || edition.at < next) &&",
    to: "",
    hurts: "Which came first, the deadline or the notice, hangs on when somebody looks.",
    tests: [`${inspections}/lifecycle.test.ts`],
  },
  {
    name: "published before the contents are there",
    file: `${inspections}/domain.ts`,
    from: 'publishEarly: ["openPublication", "giveContent"],',
    to: 'publishEarly: ["openPublication"],',
    hurts:
      "An official's publishing overtakes what is to be published: it brings out what stood ready before, or nothing.",
    tests: [`${inspections}/deliveries.test.ts`],
  },
  {
    name: "credit with the publication",
    file: `${inspections}/commands/published.ts`,
    from: 'events: [{ type: "published", facts }],',
    to: 'events: [{ type: "published", facts }],\n      owes: ["enterCredit"],',
    hurts: "A violation is in the credit record while it may still be objected to (articles 30, 31).",
    tests: [`${inspections}/lifecycle.test.ts`],
  },
  {
    name: "an alternate that nobody starts",
    file: `${inspections}/commands/draw-change.ts`,
    from: 'owes: ["startAlternate"],',
    to: "owes: [],",
    hurts:
      "Nobody carries the target drawn in the place of one that is gone until a deadline of it has passed (article 24).",
    tests: [`${inspections}/lifecycle.test.ts`],
  },
  {
    name: "a void that waives nothing",
    file: `${campaigns}/lifecycle.ts`,
    from: 'waives: ["announceCommitment", "drawAndDeal"],',
    to: "waives: [],",
    hurts:
      "A commitment that was not public in time is announced after its void, and a draw that is void is made (article 23).",
    tests: [`${campaigns}/lifecycle.test.ts`],
  },
  {
    name: "a reveal while checks are open",
    file: `${campaigns}/lifecycle.ts`,
    from: "if (checks === null || checks.open) return null;",
    to: "if (checks === null) return null;",
    hurts: "Who will be inspected is public before the inspectors come.",
    tests: [`${campaigns}/lifecycle.test.ts`],
  },
  {
    name: "a published plan that is still to be published",
    file: `${plans}/commands/published.ts`,
    from: 'waives: ["openPlanPublication", "publishPlan", "askPlanPublication", "movePlanDueTime"],',
    to: 'waives: ["publishPlan", "askPlanPublication", "movePlanDueTime"],',
    hurts: "Handed over without the day that it no longer has, it fails for ever and shows as stuck.",
    tests: [`${plans}/lifecycle.test.ts`],
  },
  {
    name: "the cap held class by class",
    file: `${plans}/rules.ts`,
    from: `
export function requireRatio(...given: Parameters<typeof ratioUses>): void {
`,
    to: `
export function requireRatio(...given: Parameters<typeof ratioUses>): void {
  for (const { ratios } of given[0])
    for (const name of riskClasses)
      if (new Big(ratios[name]).gt(given[4].ratio)) throw new Problem("plan/ratio-above-cap");
`,
    hurts: "A plan that inspects the risky ones more often, as it should, is refused (article 20).",
    tests: [`${plans}/rules.test.ts`],
  },
  {
    name: "a wrong token taken as final",
    file: `${publications}/deliveries.ts`,
    from: 'final: ["command/key-reused",',
    to: 'final: ["caller/token-invalid", "command/key-reused",',
    hurts: "While a token is changed the authorities miss, for good, that their results are public.",
    tests: [`${publications}/deliveries.test.ts`],
  },
  {
    name: "a version that is told for all before it",
    file: `${publications}/deliveries.ts`,
    from: `
    each: true,
`,
    to: "\n",
    hurts: "Told of the correction alone, the inspection never learns of the breach that came before it.",
    tests: [`${publications}/deliveries.test.ts`],
  },
  {
    name: "a breach on the last day",
    file: `${publications}/rules.ts`,
    from: "if (now < publication.dueAt) return null;",
    to: "if (now.getTime() < publication.dueAt.getTime() - 86_400_000) return null;",
    hurts:
      "A deadline that ends with its day ends as the day begins: a breach that did not happen is public (article 30).",
    tests: [`${publications}/lifecycle.test.ts`],
  },
  {
    name: "a lower revision accepted",
    file: `${publications}/rules.ts`,
    from: "if (revision < known)",
    to: "if (revision < known && revision < 1)",
    hurts: "What was handed over late takes the place of what the inspection says now.",
    tests: [`${publications}/lifecycle.test.ts`],
  },
  {
    name: "a term that nothing ends",
    file: `${publications}/lifecycle.ts`,
    from: 'if (end !== null && end <= until) return takeDown("term", until);',
    to: "",
    hurts: "What speaks against a company stays public for ever (信用修复管理办法).",
    tests: [`${publications}/lifecycle.test.ts`],
  },
  {
    name: "permits compared as their parts come",
    file: "services/registry/src/entities/rules.ts",
    from: `value.map(written).toSorted()`,
    to: `value.map((part) => JSON.stringify(part)).toSorted()`,
    hurts:
      "A second authority that registers an entity with its permits just as they stand is refused: PostgreSQL gives their parts in another order.",
    tests: ["services/registry/src/entities/entities.test.ts"],
  },
  {
    name: "an entry as it stood before",
    file: "services/registry/src/register/kept-rows.ts",
    from: "if (known?.standing !== standing || ",
    to: "if (known === undefined || ",
    hurts: "Who reads an entity sees what it was, for as long as somebody asks for it (article 15).",
    tests: ["services/registry/src/register/kept-rows.test.ts"],
  },
  {
    name: "codes of targets compared as they were written",
    file: "packages/contracts/src/registry.ts",
    from: "export const targetCode = code(64, foldedCode);",
    to: "export const targetCode = code(64);",
    hurts:
      "A list that has codes in small letters counts every firm of it as unregistered, before each draw (article 10).",
    tests: ["services/registry/src/register/codes.test.ts"],
  },
  {
    name: "an import that is refused tells the first batch's faults alone",
    file: "services/registry/src/imports/carry.ts",
    from: "          await tell(rows, counts);\n        };\n        await passOver",
    to: "          if (refused > 0) throw new RowsRefused();\n          await tell(rows, counts);\n        };\n        await passOver",
    hurts: "A clerk who has corrected all that was told is refused again, part by part of the file.",
    tests: ["services/registry/src/imports/changes.test.ts"],
  },
  {
    name: "a list counted once for each authority",
    file: "services/registry/src/register/lists.ts",
    from: "const isOfWords = words.length > 0 && words",
    to: "const isOfWords = words",
    hurts: "The prefecture reads six times as many targets as its counties have (article 4).",
    tests: ["services/registry/src/register/lists.test.ts"],
  },
  {
    name: "a repair that leaves the inspection's result public",
    file: "services/registry/src/credit/repairs.ts",
    from: "    if (record.inspection_id !== null) continue;",
    to: "",
    hurts: "What is repaired stays public, since nobody tells the inspection (信用修复管理办法).",
    tests: ["services/registry/src/credit/repair-import.test.ts"],
  },
  {
    name: "a company found after its result was taken down",
    file: `${publications}/lists.ts`,
    from: "version > 0 and state <> 'taken-down'",
    to: "version > 0",
    hurts: "Its name is still found on the portal, with what it was inspected for (信用修复管理办法).",
    tests: [`${publications}/takedowns.test.ts`],
  },
  {
    name: "a code that two exchange",
    file: `${identity}/provider/adapter.ts`,
    from: 'if (numUpdatedRows !== 1n) throw new errors.InvalidGrant("already used");',
    to: "void numUpdatedRows;",
    hurts: "Whoever has seen a code in an address signs in beside its owner, at the same moment.",
    tests: [`${identity}/provider/people.test.ts`],
  },
  {
    name: "failures forgiven before the code",
    file: `${identity}/sign-in/sign-in.ts`,
    from: `  if (next === undefined) {
    await forgetFailures(database, login);
    return`,
    to: `  await forgetFailures(database, login);
  if (next === undefined) {
    return`,
    hurts:
      "With an administrator's password the code is guessed without end: the password in between unlocks.",
    tests: [`${identity}/sign-in/sign-in.test.ts`],
  },
  {
    name: "a code that is good twice",
    file: `${identity}/sign-in/store.ts`,
    from: 'where("totp_last_step", "<", String(step))',
    to: 'where("totp_last_step", "<=", String(step))',
    hurts: "Whoever looks over an administrator's shoulder signs in with the same code for a minute.",
    tests: [`${identity}/sign-in/sign-in.test.ts`],
  },
  {
    name: "a host that a request makes up",
    file: `${identity}/provider/mount.ts`,
    from: '  raw.headers["x-forwarded-host"] = host;\n',
    to: "",
    hurts: "A client that reads the discovery document sends its secret to where somebody else said.",
    tests: [`${identity}/provider/people.test.ts`],
  },
  {
    name: "the feed in the order of writing",
    file: "packages/service-kit/src/feed/sequencer.ts",
    from: "select id from feed where place is null order by id limit",
    to: "select id from feed where place is null and id > (select coalesce(max(id), 0) from feed where place is not null) order by id limit",
    hurts: "What was written early and committed late is told to nobody.",
    tests: ["packages/service-kit/src/feed/feed.test.ts"],
  },
  {
    name: "a connection that is not checked",
    file: "packages/service-kit/src/webhooks/send.ts",
    from: "        lookup,\n",
    to: "",
    hurts:
      "A webhook whose name leads inside the network after it was registered reads what is there (DNS rebinding).",
    tests: ["packages/service-kit/src/webhooks/addresses.test.ts"],
  },
  {
    name: "a way back to anywhere",
    file: `${console}/sign-in/rules.ts`,
    from: 'return path.startsWith("//") ? "/" : path;',
    to: "return path;",
    hurts:
      "A link to the console leads whoever signs in by it to a page that looks like it and is another's.",
    tests: [`${console}/sign-in/rules.test.ts`],
  },
  {
    name: "a page that stays signed in by itself",
    file: `${console}/sessions/sessions.ts`,
    from: "if (byPerson && isNoted(row, now()))",
    to: "if (isNoted(row, now()))",
    hurts:
      "Whoever passes a desk in the evening acts as who left it at noon with a board that loads itself again.",
    tests: ["infra/e2e/sign-in.test.ts"],
  },
  {
    name: "a sign-out that forgets the row",
    file: `${console}/sign-in/routes.ts`,
    from: "      if (id !== undefined) await sessions.end(id);\n",
    to: "",
    hurts: "Whoever has copied the cookie goes on after its owner signed out.",
    tests: ["infra/e2e/sign-in.test.ts"],
  },
  {
    name: "a page of another person",
    file: `${console}/gateway/routes.ts`,
    from: "  requireSamePerson(request, actor);\n",
    to: "",
    hurts: "What a planner typed is handed in as the approver who signed in beside the open page.",
    tests: [`${console}/gateway/gateway.test.ts`],
  },
  {
    name: "a signature for another",
    file: `${inspections}/signatures.ts`,
    from: 'kind === "officer" && inspector_id === inspector',
    to: 'kind === "officer" && inspector_id !== null',
    hurts: "Whoever may sign at all signs in the place of a team's officer who never read the report.",
    tests: [`${inspections}/signatures.test.ts`],
  },
  {
    name: "a report signed twice by one",
    file: `${inspections}/signatures.ts`,
    from: 'return signers.includes(number) ? "signature/given" : null;',
    to: "return null;",
    hurts: "One officer signs off a report alone.",
    tests: [`${inspections}/signatures.test.ts`],
  },
  {
    name: "a witness's secret from anybody",
    file: `${campaigns}/commands/contribution.ts`,
    from: "witnessOf(witnesses, act.actor)",
    to: "witnesses.find((one) => one.contribution === null)",
    hurts: "Whoever got hold of a witness's secret decides when it is told.",
    tests: [`${campaigns}/commands.test.ts`],
  },
  {
    name: "a code that reaches every inspection",
    file: `${inspections}/sight.ts`,
    from: 'if (roles.includes("inspected") && inspection !== inspectionId) throw new Problem("not-found");',
    to: 'if (roles.includes("inspected") && inspection === undefined) throw new Problem("not-found");',
    hurts:
      "Whoever is inspected reads the notices of all its authority inspects, and objects in their names.",
    tests: ["services/inspection/src/inspected/inspected.test.ts"],
  },
  {
    name: "one phone for two of one name",
    file: "services/registry/src/imports/importer.ts",
    from: "const found = inPlace[index] ?? others.find((other) => isOf(one, other));",
    to: "const found = standing.find((other) => isOf(one, other));",
    hurts:
      "A list that comes back as it was taken away gives one contact the phone of another of the same name.",
    tests: ["services/registry/src/exports/round-trip.test.ts"],
  },
];
