import { campaignDetail, inspectionDetail, inspectionList } from "@shuangsui/contracts";
import { createHash, randomUUID } from "node:crypto";
import {
  approveLocalDraw,
  drawnCampaign,
  ok,
  publishedPlan,
  windowFrom,
  signedByTeam,
  type Paper,
} from "../sample/officials.ts";
import { importFile } from "../sample/imports.ts";
import { anybodyAt, keyOf, personAt, until, type Person } from "../sample/people.ts";
import { makeCreditCode, makeIdNumber, makePhone } from "../sample/codes.ts";
import { sampleFiles } from "../sample/generate.ts";
import { itemCodeOf, windowDays, witnesses } from "../bench/inspections/county.ts";
import type { Stack } from "../embedded/stack.ts";

const county = "533103";
const itemCode = itemCodeOf(county);

/** A character that stands in no other name, for each place where people write one. */
export const marks = {
  inspector: "麤",
  contact: "龘",
  representative: "靐",
  recusal: "齉",
  notice: "籲",
  record: "爩",
  report: "鱻",
  feedback: "驫",
  objection: "羴",
  account: "猋",
  refused: "灥",
} as const;
export type Mark = keyof typeof marks;

/** What is public by its nature, by which is seen that the search reads what it should. */
export const publicMark = "囍";

const nameOf = (mark: Mark, serial = 0) => `${marks[mark]}某${serial}`;
/** A statement as people write them, with all that should not be in it. */
const statementOf = (mark: Mark) =>
  `${nameOf(mark)}，身份证${makeIdNumber("1970-01-01", 77)}，电话${makePhone(7_777)}`;

/** Registers inspectors and entities with marked names, ID numbers and phones, as files and one by one. */
async function register({ endpoints, people }: Stack): Promise<void> {
  const clerk = personAt(endpoints.registry, people, county);
  const sample = sampleFiles().get(county);
  const year = new Date().getFullYear();
  const inspectors = (sample?.["inspectors.csv"] ?? "")
    .split("\n")
    .map((line, row) => line.replace(/^(officer|expert),[^,]+/, `$1,${nameOf("inspector", row)}`))
    .join("\n")
    .replaceAll(/\d{4}-01-01,\d{4}-12-31/g, `${year - 1}-01-01,${year + 1}-12-31`);
  const head = "creditCode,name,address,legalRepresentative,category,contactName,contactPhone";
  const entities = Array.from(
    { length: 40 },
    (_, i) =>
      `${makeCreditCode(county, i)},芒市${publicMark}样例${i}建筑有限公司,芒市${i}号,${nameOf("representative", i)},builder,${nameOf("contact", i)},${makePhone(i)}`,
  );
  const files = {
    items: sample?.["items.csv"] ?? "",
    inspectors,
    entities: [head, ...entities, ""].join("\n"),
  };
  for (const kind of ["items", "inspectors", "entities"] as const)
    await importFile(clerk, kind, files[kind], keyOf("planted", kind));
  const project = {
    ...{ code: "533103-2026-777", name: "住宅楼", address: "芒市", permits: [], basicFacts: "框架" },
    ...{ leadName: nameOf("contact", 99), contactName: nameOf("contact", 98), contactPhone: makePhone(98) },
    builderCreditCode: null,
  };
  ok(await clerk.post("/api/v1/projects", project), "a project");
  const [{ id, version } = { id: "", version: 1 }] = (await clerk.get("/api/v1/inspectors?limit=1")).body[
    "items"
  ] as { id: string; version: number }[];
  const change = { version, reason: "换号", phone: makePhone(4_444) };
  await fetch(new URL(`/api/v1/inspectors/${id}`, endpoints.registry), {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${await people.tokenFor({ authority: county, actor: "clerk" })}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(change),
  });
}

/** Makes an account with a marked name, and has a sign-in fail under one. */
async function account({ endpoints, people }: Stack): Promise<void> {
  const administrator = personAt(endpoints.identity, people, county, randomUUID());
  const body = {
    login: "planted-1",
    name: nameOf("account"),
    authority: county,
    roles: ["officer"],
    inspector: null,
  };
  ok(await administrator.post("/api/v1/accounts", body), "an account");
  await fetch(new URL("/sign-in/aaaaaaaaaaaa", endpoints.identity), {
    method: "POST",
    body: new URLSearchParams({ login: nameOf("refused"), password: makeIdNumber("1970-01-01", 78) }),
  });
}

/** Carries a campaign's inspections, with marked names in all that people write. Gives their ids. */
async function inspect({ endpoints, people }: Stack, refused: string[]): Promise<string[]> {
  const official = personAt(endpoints.inspection, people, county);
  await approveLocalDraw(official);
  const entry = {
    ...{ title: "建筑施工企业抽查", items: [itemCode] },
    scope: { targetKind: "entity" as const, categories: ["builder"] },
    ratios: { A: "0.05", B: "0.05", C: "0.05", D: "0.05" },
  };
  const plan = await publishedPlan(official, "年度执法检查计划", new Date(), windowDays, [entry]);
  const [first] = plan.entries;
  const window = windowFrom(new Date(), windowDays);
  const { id } = await drawnCampaign(
    official,
    { planId: plan.id, entryId: first?.id ?? "" },
    window,
    witnesses,
  );
  campaignDetail.parse(ok(await official.get(`/api/v1/campaigns/${id}`), "the campaign"));
  const list = await official.get(`/api/v1/inspections?campaign=${id}&limit=500`);
  const ids = inspectionList.parse(ok(list, "the inspections")).items.map((one) => one.id);
  for (const one of ids) await carry(official, one, refused);
  return ids;
}

async function carry(official: Person, id: string, refused: string[]): Promise<void> {
  const at = `/api/v1/inspections/${id}`;
  const read = async () => inspectionDetail.parse(ok(await official.get(at), "the inspection"));
  const act = async (type: string, body: unknown) =>
    ok(await official.command(`${at}/commands/${type}`, body), type);
  // What will be public is refused as long as it has numbers of persons.
  const refuses = async (type: string, body: unknown, who = official) => {
    const { body: said } = await who.command(`${at}/commands/${type}`, body);
    if (said["code"] !== "text/personal-data") throw new Error(`${type}: ${JSON.stringify(said)}`);
    refused.push(JSON.stringify(said));
  };
  const [member] = (await read()).team;
  const ground = { number: member?.number ?? 0, ground: "kinship", declaredBy: "officer" };
  await act("recuse", { ...ground, statement: statementOf("recusal") });
  const [asked] = (await read()).recusals;
  ok(
    await official.as("head-1").command(`${at}/recusals/${asked?.id ?? ""}/decision`, {
      ...{ granted: false, statement: statementOf("recusal") },
    }),
    "the decision",
  );
  await act("confirm", { statement: "均已声明无利害关系" });
  const { team } = await read();
  const officers = team.filter(({ kind }) => kind === "officer");
  const signed = async (type: Paper, body: object) =>
    ok(await signedByTeam(official, { id, team }, type, body), type);
  await act("notify", {
    deliveredTo: nameOf("notice"),
    method: "in-person",
    checkOn: windowFrom(new Date(), 0).from,
  });
  await act("begin", {
    shownCertificates: officers.map(({ number }) => number),
    place: `${nameOf("notice")}的办公室`,
  });
  const now = (await read()).events.find(({ type }) => type === "begun")?.at ?? "";
  await signed("record", {
    ...{ endedAt: now, entries: [{ itemCode, result: "pass" }], findings: [] },
    target: { signed: true, by: nameOf("record") },
    recordings: [{ sha256: createHash("sha256").update(id).digest("hex"), from: now, to: now }],
    gaps: [],
  });
  const report = {
    timeAndContent: "资质",
    methodAndSteps: "查验",
    opinion: "保持",
  };
  const [inspector = ""] = officers.map(({ inspectorId }) => inspectorId);
  const officer = official.as(`officer-${inspector}`, { inspector });
  await refuses("report", { ...report, situationAndAssessment: statementOf("report") }, officer);
  await signed("report", { ...report, situationAndAssessment: "总体规范" });
  await act("feedback", { receivedBy: nameOf("feedback"), method: "in-person" });
  await refuses("object", { statement: statementOf("objection") });
  await act("publish", {});
  // What is public is there to be searched.
  const isPublic = async () => ["published", "credited", "closed"].includes((await read()).state);
  await until(isPublic, (yes) => yes, "the publication");
}

/** Provokes refusals and failures, each with what should not be told of again. Gives what was answered. */
async function refusals({ endpoints, people }: Stack, inspection: string): Promise<string[]> {
  const said: string[] = [];
  const [idNumber, phone, name] = [makeIdNumber("1970-01-01", 79), makePhone(7_979), nameOf("refused")];
  const authorization = `Bearer ${await people.tokenFor({ authority: county, actor: "official-1" })}`;
  const ask = async (
    base: string,
    method: string,
    path: string,
    body?: string,
    type = "application/json",
  ) => {
    const headers = { authorization, ...(body === undefined ? {} : { "content-type": type }) };
    const answer = await fetch(new URL(path, base), {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status < 400) throw new Error(`${method} ${path} was not refused: ${answer.status}`);
    said.push(await answer.text());
  };
  const inspector = { kind: "officer", name, idNumber, phone, types: ["quality"] };
  const { registry, inspection: service, disclosure, identity } = endpoints;
  await ask(
    registry,
    "POST",
    "/api/v1/inspectors",
    JSON.stringify({ ...inspector, idNumber: `${idNumber.slice(0, -1)}?` }),
  );
  await ask(registry, "POST", "/api/v1/inspectors", JSON.stringify(inspector).slice(0, -3));
  await ask(registry, "POST", "/api/v1/inspectors", JSON.stringify({ ...inspector, name: `${name}\u0000` }));
  await ask(
    registry,
    "POST",
    "/api/v1/imports?register=inspectors",
    `kind,name,idNumber,phone\nofficer,${name},${idNumber},${phone}\n`,
    "text/csv",
  );
  for (const base of [registry, service, disclosure, identity]) {
    await ask(base, "GET", `/api/v1/nowhere/${encodeURIComponent(name)}/${idNumber}?phone=${phone}`);
    await ask(base, "GET", `/api/v1/inspectors/${idNumber}?name=${encodeURIComponent(name)}`);
  }
  const command = (body: object) =>
    fetch(new URL(`/api/v1/inspections/${inspection}/commands/recuse`, service), {
      method: "POST",
      headers: { authorization, "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify(body),
    }).then(async (answer) => said.push(await answer.text()));
  await command({ number: 1, ground: name, statement: statementOf("refused") });
  await command({ number: 1, ground: "kinship", declaredBy: "officer", statement: statementOf("refused") });
  said.push(JSON.stringify((await anybodyAt(service).get(`/api/v1/plans?q=${idNumber}`)).body));
  return said;
}

/** All of it. Gives the inspections, and what refusals said. */
export async function plant(stack: Stack): Promise<{ inspections: string[]; refused: string[] }> {
  await register(stack);
  await account(stack);
  const refused: string[] = [];
  const inspections = await inspect(stack, refused);
  refused.push(...(await refusals(stack, inspections[0] ?? "")));
  return { inspections, refused };
}
