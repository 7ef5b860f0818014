const [sha, otherSha] = ["a".repeat(64), "b".repeat(64)];
const [from, to] = ["2026-10-12T01:00:00.000Z", "2026-10-12T02:00:00.000Z"];
const record = {
  endedAt: to,
  entries: [{ itemCode: "533103-01", result: "pass" }],
  findings: [],
  target: { signed: true, by: "负责人" },
  recordings: [{ sha256: sha, from, to }],
  gaps: [],
};
const report = {
  timeAndContent: "时间",
  methodAndSteps: "方法",
  situationAndAssessment: "情况",
  opinion: "意见",
};
const notice = { deliveredTo: "前台", method: "mail", checkOn: "2026-10-13" };
const recusal = { number: 1, ground: "kinship", declaredBy: "officer", statement: "近亲属" };
const replacement = { number: 1, reason: "leave", statement: "休假" };
const path = {
  findingId: "019a0000-0000-7000-8000-000000000001",
  path: "on-the-spot",
  document: "1号",
  due: null,
  settled: true,
};

const repair = { number: "1号", decidedOn: "2026-10-12", reason: "已整改到位" };

/** A command by its name, with two bodies that its schema takes. */
type TwoBodies = readonly [type: string, body: object, another: object];

/** Every command on an inspection that has a body. */
export const inspectionBodies: readonly TwoBodies[] = [
  ["recuse", recusal, { ...recusal, statement: "同学" }],
  ["replace", replacement, { ...replacement, statement: "离职" }],
  ["gone", { statement: "已注销", evidenceSha256: sha }, { statement: "已注销", evidenceSha256: otherSha }],
  ["cancel", { reason: "改期" }, { reason: "停产" }],
  ["confirm", { statement: "无" }, { statement: "均无" }],
  ["notify", notice, { ...notice, checkOn: "2026-10-14" }],
  ["begin", { shownCertificates: [1, 2], place: "门口" }, { shownCertificates: [2, 1], place: "门口" }],
  ["record", record, { ...record, recordings: [{ sha256: otherSha, from, to }] }],
  ["supplement", { text: "补充" }, { text: "再补充" }],
  ["path", path, { ...path, document: "2号" }],
  ["report", report, { ...report, opinion: "整改" }],
  ["sign", { paper: "report", revision: 1 }, { paper: "report", revision: 2 }],
  ["feedback", { receivedBy: "前台", method: "mail" }, { receivedBy: "门卫", method: "mail" }],
  ["receive", { by: "负责人" }, { by: "门卫" }],
  ["object", { statement: "有异议" }, { statement: "仍有异议" }],
  ["answer", { statement: "维持", upheld: false }, { statement: "维持", upheld: true }],
  ["repair", repair, { ...repair, number: "2号" }],
];

/** Every command on a campaign that has a body, by its address below the campaign's. */
export const campaignBodies: readonly TwoBodies[] = [
  ["witnesses", { hash: sha }, { hash: otherSha }],
  ["contributions", { contribution: sha }, { contribution: otherSha }],
  ["commands/redraw", { reason: "更换见证人", document: "9号" }, { reason: "更换见证人", document: "10号" }],
];
