import {
  campaignEventType,
  campaignState,
  drawState,
  exclusionGround,
  findingPath,
  inspectionEventType,
  inspectionKind,
  inspectionOrigin,
  inspectionOutcome,
  inspectionState,
  statisticCode,
  type CampaignDetail,
  type InspectionDetail,
  type StuckCause,
} from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shownCodes } from "../../../infra/e2e/shown-codes.ts";
import { campaignOf } from "./testing/campaigns.ts";
import { stuckTexts } from "./site/stuck.ts";
import { words } from "./site/words.ts";
import { startConsole, type TestConsole } from "./testing/console.ts";
import { startFakeInspection, type FakeInspection, type Served } from "./testing/fake-inspection.ts";
import { idOf, inspectionOf } from "./testing/inspections.ts";
import { planOf } from "./testing/plans.ts";

const hostile = `<script>alert(1)</script>"'&`;
const late: Partial<InspectionDetail> = {
  state: "recorded",
  waitingFor: "paths",
  overdue: true,
  workdaysLeft: -3,
  breaches: 1,
  dueAt: "2026-09-30T16:00:00.000Z",
};

const inspections = [
  inspectionOf(1, { targetName: hostile }),
  inspectionOf(2, { ...late, targetName: "芒市迟签报告建设有限公司", publicationId: idOf(700) }),
  inspectionOf(3, {
    targetName: "瑞丽停滞项目",
    targetKind: "project",
    authority: "533102",
    state: "notified",
    stuck: [
      {
        kind: "deed",
        name: "openPublication",
        code: "caller/not-service",
        since: "2026-10-08T01:30:00.000Z",
      },
      { kind: "command", name: "report", code: "untold", since: "2026-10-08T02:00:00.000Z" },
    ],
  }),
  inspectionOf(4, { state: "closed", publicationId: idOf(701), dueAt: null, workdaysLeft: null }),
  ...Array.from({ length: 60 }, (_, index) =>
    inspectionOf(100 + index, { authority: "533123", state: "confirmed" }),
  ),
];

const consoleOver = (inspectionUrl: string) => startConsole({ inspectionUrl });

let inspection: FakeInspection;
let pages: TestConsole;
const page = (path: string) => pages.open(path);

beforeAll(async () => {
  const campaigns = [
    campaignOf(900),
    campaignOf(901, { title: hostile, state: "scheme" }),
    campaignOf(902, { title: "去年的任务", state: "closed" }),
  ];
  inspection = await startFakeInspection({
    inspections,
    campaigns,
    clock: { kind: "demonstration", now: "2026-10-09T03:04:05.000Z" },
  });
  pages = await consoleOver(inspection.url);
});
afterAll(async () => {
  await pages.close();
  await inspection.close();
});

describe("督查总览", () => {
  it("puts what is overdue or stands still on top, with what it waits for", async () => {
    const { status, body } = await page("/");
    expect(status).toBe(200);
    const top = body.slice(body.indexOf("需要督促"), body.indexOf("全流程"));
    expect(top).toContain("瑞丽停滞项目");
    expect(top).toContain("■ 停滞");
    expect(top).toContain("在公示门户立项受阻：对方不认可本系统的服务令牌，须核对（自 2026-10-08 09:30 起）");
    expect(top).toContain("芒市迟签报告建设有限公司");
    expect(top).toContain("▲ 逾期 3 个工作日");
    expect(top).toContain("检查组长：逐项处理发现的问题");
    expect(top).toContain("2026-09-30 24:00");
    expect(top).toContain("逾期记录 1");
  });

  it("counts by authority and state, each number a link to its list", async () => {
    const { body } = await page("/");
    const links = [...body.matchAll(/href="(\/inspections\?[^"]*)">(\d+)</g)].map(([, href, count]) => ({
      href: href?.replaceAll("&amp;", "&"),
      count,
    }));
    expect(links).toContainEqual({ href: "/inspections?authority=533123&state=confirmed", count: "60" });
    expect(links).toContainEqual({ href: "/inspections?state=confirmed", count: "60" });
    const listed = await page("/inspections?authority=533102&state=notified");
    expect(listed.body).toContain("瑞丽停滞项目");
    expect(listed.body).not.toContain("迟签报告");
  });

  it("shows each phase of the one status line", async () => {
    const { body } = await page("/");
    const line = body.slice(body.indexOf('<ol class="way">'), body.indexOf("</ol>"));
    const titles = [...line.matchAll(/class="phase">([^<]+)/g)].map(([, title]) => title);
    expect(titles).toEqual(["事项清单", "计划", "抽取", "派发", "检查", "审核", "公示", "信用归集"]);
    expect([...line.matchAll(/class="count">(\d+)/g)].map(([, count]) => count)).toEqual([
      "1",
      "60",
      "2",
      "0",
      "0",
      "0",
    ]);
  });

  const boardOver = async (served: Omit<Served, "clock">) => {
    const clock = { kind: "real", now: "2026-10-09T03:04:05.000Z" } as const;
    const other = await startFakeInspection({ ...served, clock });
    const board = await consoleOver(other.url);
    const { body } = await board.open("/");
    await board.close();
    await other.close();
    return body.slice(body.indexOf('id="urgent"'), body.indexOf('id="matrix"'));
  };
  const many = (count: number, changes: Partial<CampaignDetail> = {}) =>
    Array.from({ length: count }, (_, index) => campaignOf(800 + index, changes));

  it("says that campaigns are left out, however they are spread over the states", async () => {
    expect(await boardOver({ campaigns: many(8) })).not.toContain("另有任务未列出");
    expect(await boardOver({ campaigns: many(20) })).toContain("另有任务未列出");
    const spread = [...many(5), ...many(5, { state: "draft" })];
    expect(await boardOver({ campaigns: spread })).toContain("另有任务未列出");
  });

  it("counts what is overdue and not listed, or says that there is more than it looked through", async () => {
    const overdue = (count: number) =>
      Array.from({ length: count }, (_, index) => inspectionOf(100 + index, late));
    expect(await boardOver({ inspections: overdue(8) })).not.toContain("件未列出");
    expect(await boardOver({ inspections: overdue(200) })).toContain("另有 192 件未列出");
    expect(await boardOver({ inspections: overdue(201) })).toContain("另有 192 件以上未列出");
  });

  it("puts a void campaign, which waits for its superior, before those under way and drafts last", async () => {
    const list = await boardOver({
      campaigns: [
        ...many(8, { state: "draft", title: "待编方案的任务" }),
        campaignOf(900, { state: "running", title: "检查中的任务" }),
        campaignOf(901, { state: "ended", title: "待公开摇号的任务" }),
        campaignOf(902, { state: "void", title: "摇号作废的任务" }),
      ],
    });
    const places = ["摇号作废的任务", "检查中的任务", "待公开摇号的任务", "待编方案的任务"].map((title) =>
      list.indexOf(title),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(list).toContain("另有任务未列出");
  });

  it("counts what is stuck, by authority, each number a link to its list", async () => {
    const { body } = await page("/");
    expect(body).toContain('href="/inspections?attention=stuck">■ 停滞 1</a>');
    expect(body).toContain('href="/inspections?authority=533102&amp;attention=stuck">1</a>');
    const listed = (await page("/inspections?attention=stuck")).body;
    expect(listed.match(/data-label="检查对象"/g)).toHaveLength(1);
    expect(listed).toContain("瑞丽停滞项目");
    expect(listed).toContain("对方不认可本系统的服务令牌，须核对（自 2026-10-08 09:30 起），另有 1 项受阻");
    expect(listed).toContain("系统仍在自动重试");
    expect((await page("/inspections")).body).toContain("另有 1 项受阻");
  });

  it("counts campaigns and plans that are stuck: those in a list of theirs, these named with the cause", async () => {
    const since = "2026-10-08T01:30:00.000Z";
    const top = await boardOver({
      campaigns: [
        campaignOf(900, { stuck: [{ kind: "deed", name: "announceReveal", code: "unavailable", since }] }),
        campaignOf(901),
      ],
      plans: [
        planOf(950, {
          title: hostile,
          stuck: [{ kind: "command", name: "publish", code: "undecided", since }],
        }),
      ],
    });
    expect(top).toContain('href="/campaigns?attention=stuck">■ 抽查任务停滞 1</a>');
    expect(top).toContain("在公示门户公开摇号数据受阻：对方服务没有应答（自 2026-10-08 09:30 起）");
    expect(top).toContain("■ 年度计划停滞 1");
    expect(top).toContain("芒市 · &lt;script&gt;");
    expect(top).toContain(
      "提交计划公示受阻：已收到，流程引擎没有应答，尚无办理结果（自 2026-10-08 09:30 起）",
    );
    expect(await boardOver({ campaigns: many(2) })).not.toContain("任务停滞");
  });

  it("says that its clock is a demonstration's, in Asia/Shanghai, and who is signed in", async () => {
    for (const url of ["/", "/inspections", `/inspections/${idOf(1)}`]) {
      const { body } = await page(url);
      expect(body).toContain("演示时钟");
      expect(body).toContain("2026-10-09 11:04");
      expect(body).toContain('action="/sign-out"');
    }
  });

  it("loads itself again where that is asked for, and only then", async () => {
    expect((await page("/")).body).not.toContain('http-equiv="refresh"');
    expect((await page("/?refresh=10")).body).toContain('<meta http-equiv="refresh" content="10">');
  });
});

describe("检查清单", () => {
  it("escapes a hostile name of a target everywhere", async () => {
    for (const url of ["/inspections", `/inspections/${idOf(1)}`]) {
      const { status, body } = await page(url);
      expect(status).toBe(200);
      expect(body).not.toContain("<script");
      expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
    }
  });

  it("is read page by page, the query kept, to its end", async () => {
    const first = await page("/inspections?authority=533123");
    expect(first.body.match(/data-label="检查对象"/g)).toHaveLength(50);
    const next = /rel="next" href="([^"]+)"/.exec(first.body)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(next).toContain("authority=533123");
    const second = await page(next);
    expect(second.body.match(/data-label="检查对象"/g)).toHaveLength(10);
    expect(second.body).toContain("已到最后");
    expect(second.body).toContain("回到第一页");
  });

  it("takes blank fields of its own form as not set", async () => {
    const { status, body } = await page("/inspections?authority=&state=closed&attention=");
    expect(status).toBe(200);
    expect(body.match(/data-label="检查对象"/g)).toHaveLength(1);
  });

  it("is narrowed by the kind of inspection, which each line and page shows", async () => {
    const daily = await page("/inspections?authority=533102&kind=daily");
    expect(daily.body).toContain('<span class="sub">日常检查</span>');
    expect((await page("/inspections?kind=special")).body).not.toContain('data-label="检查对象"');
    const [, href = ""] = /data-label="检查对象"><a href="([^"]+)"/.exec(daily.body) ?? [];
    expect((await page(href)).body).toContain("<dt>检查类别</dt><dd>日常检查</dd>");
  });

  it("refuses a bad query in words, without repeating it", async () => {
    const bad = {
      "state=nonsense": "“状态”",
      "authority=999999": "“主管部门”",
      "kind=nonsense": "“检查类别”",
      "as=1": "“查看单位”",
      "state=drawn&state=closed": "“状态”",
      "x=<b>": "没有的查询参数",
    };
    for (const [query, said] of Object.entries(bad)) {
      const { status, body, headers } = await page(`/inspections?${query}`);
      expect([query, status]).toEqual([query, 422]);
      expect(headers["content-type"]).toContain("text/html");
      expect(body).toContain(said);
      expect(body).not.toContain("<b>");
    }
    const cursor = await page("/inspections?after=nonsense");
    expect(cursor.status).toBe(422);
  });
});

describe("一次检查", () => {
  it("shows what is done, what is waited for and what happens by itself", async () => {
    const { body } = await page(`/inspections/${idOf(4)}`);
    expect(body).toContain("已完成");
    expect(body).toContain("等待：检查组、被检查对象、上级：回避申报");
    expect(body).toContain('期限 <span class="time">2026-10-12 24:00</span>');
    expect(body).toContain("自动处理：到期自动确认检查组");
    expect(body).toContain("7 号 · 执法人员");
    expect(body).toContain("抽取位次：4");
  });

  it("links to its draw, and to its publication once that is public", async () => {
    const waiting = await page(`/inspections/${idOf(2)}`);
    expect(waiting.body).toContain('href="http://portal.example:8080/draws/533103-2026-01"');
    expect(waiting.body).toContain("已立项，尚未公示");
    expect(waiting.body).not.toContain("/publications/");
    const closed = await page(`/inspections/${idOf(4)}`);
    expect(closed.body).toContain(`href="http://portal.example:8080/publications/${idOf(701)}"`);
  });

  it("says of one that is stuck what is hindered, by what, since when, and that it is tried again", async () => {
    const { body } = await page(`/inspections/${idOf(3)}`);
    const warning = body.slice(body.indexOf('class="warning"'), body.indexOf('class="facts"'));
    expect(warning).toContain(
      "<li>在公示门户立项受阻：对方不认可本系统的服务令牌，须核对（自 2026-10-08 09:30 起）</li>",
    );
    expect(warning).toContain(
      "<li>提交检查报告受阻：已办理，流程引擎尚未接到，后续步骤未启动（自 2026-10-08 10:00 起）</li>",
    );
    expect(warning).toContain("系统仍在自动重试");
    expect((await page(`/inspections/${idOf(4)}`)).body).not.toContain('class="warning"');
  });

  it("gives a refusal's own words, and the code alone of what nobody foresaw", async () => {
    const since = "2026-10-08T01:30:00.000Z";
    const causes = ["registry/version-conflict", "ECONNRESET"].map((code) => ({
      kind: "deed" as const,
      name: "enterCredit",
      code,
      since,
    }));
    const late = { kind: "time" as const, name: "time", code: "unanswered", since };
    expect(stuckTexts("inspection", [...causes, late])).toEqual([
      "信用归集受阻：对方答复：记录已被他人修改，请刷新后重试（自 2026-10-08 09:30 起）",
      "信用归集受阻：出现意外错误（代码 ECONNRESET）（自 2026-10-08 09:30 起）",
      "到期自动处理受阻：流程引擎没有应答（自 2026-10-08 09:30 起）",
    ]);
  });

  it("answers an unknown one, one of a sibling and no id alike with a page", async () => {
    for (const url of [
      `/inspections/${idOf(999)}`,
      `/inspections/${idOf(3)}`,
      "/inspections/none",
      "/nothing/here",
    ]) {
      const { status, body, headers } = await pages.open(url, { authority: "533103" });
      expect([url, status]).toEqual([url, 404]);
      expect(headers["content-type"]).toContain("text/html");
      expect(body).toContain("不在当前查看单位的管辖范围内");
    }
  });
});

describe("抽查任务", () => {
  it("stand on the board while under way, with their state and a link to their draw", async () => {
    const { body } = await page("/");
    const section = body.slice(body.indexOf("进行中的抽查任务"), body.indexOf("各单位检查状态"));
    expect(section).toContain("芒市建筑施工企业抽查");
    expect(section).toContain("5 / 12");
    expect(section.match(/href="http:\/\/portal.example:8080\/draws\/533103-2026-01"/g)).toHaveLength(1);
    expect(section).not.toContain("去年的任务");
    expect(section).not.toContain("<script");
  });

  it("show how far the system is with what lasts: of how many, where that is known", async () => {
    const at = "2026-10-09T03:04:05.000Z";
    const busy = await startFakeInspection({
      clock: { kind: "real", now: at },
      campaigns: [
        campaignOf(910, { state: "scheme", progress: { phase: "reading", done: 430_000, total: null, at } }),
        campaignOf(911, {
          state: "revealed",
          progress: { phase: "handing-over", done: 20_000, total: 1_000_000, at },
        }),
      ],
    });
    const over = await consoleOver(busy.url);
    try {
      const [reading, handing] = [
        await over.open(`/campaigns/${idOf(910)}`),
        await over.open(`/campaigns/${idOf(911)}`),
      ];
      expect(reading.body).toContain("正在读取名录库：已处理 430000 个对象");
      expect(handing.body).toContain("正在公开摇号文件：20000 / 1000000 个对象");
    } finally {
      await over.close();
      await busy.close();
    }
  });

  it("have a list and each a page: witnesses, strata, exclusions, and inspections by state", async () => {
    expect((await page("/campaigns?state=running")).body).toContain("芒市建筑施工企业抽查");
    expect((await page("/campaigns?attention=stuck")).body).toContain("没有符合条件的抽查任务");
    const { status, body } = await page(`/campaigns/${idOf(900)}`);
    expect(status).toBe(200);
    expect(body).toContain("各检查组完成检查");
    expect(body).toContain("见证甲（芒市公证处） ✓ 已揭示");
    expect(body).toContain("本年度已检查 20");
    expect(body).toContain(`href="/inspections?campaign=${idOf(900)}&amp;state=checking"`);
    expect((await page(`/campaigns/${idOf(999)}`)).status).toBe(404);
  });
});

describe("the words of the pages", () => {
  /** Facts as the inspection service writes them down. */
  const facts = {
    byItself: true,
    due: "2026-10-12T16:00:00.000Z",
    method: "in-person",
    path: "on-the-spot",
    by: "deadline",
    reason: "conflict",
    ground: "kinship",
    declaredBy: "supervisor",
    modes: "swap,replace",
    outcome: "problems-pending",
    credit: "violation-corrected",
    code: "publication/wrong-state",
    deed: "giveContent",
    deadline: "report",
    from: "2026-10-12T16:00:00.000Z",
    to: "2026-10-14T16:00:00.000Z",
    issuer: "000000",
    notice: "国办发明电〔2026〕0号",
    calendarVersion: 5,
    stopDeadlines: true,
  };
  const at = "2026-10-09T02:30:00.000Z";
  const codes = Object.keys(words.stuckCode);
  const causesOf = (deeds: readonly string[], commands: readonly string[]): StuckCause[] => [
    ...deeds.map((name) => ({ kind: "deed" as const, name, code: "caller/not-service", since: at })),
    ...commands.map((name) => ({ kind: "command" as const, name, code: "untold", since: at })),
    ...codes.map((code) => ({ kind: "time" as const, name: "time", code, since: at })),
  ];
  const everyInspection = inspectionState.options.map((state, index) =>
    inspectionOf(500 + index, {
      state,
      outcome: inspectionOutcome.options[index % inspectionOutcome.options.length] ?? null,
      stuck: causesOf(Object.keys(words.deed), Object.keys(words.inspectionCommand)),
      origin: inspectionOrigin.options[index % inspectionOrigin.options.length] ?? "draw",
      kind: inspectionKind.options[index % inspectionKind.options.length] ?? "daily",
      findings: [
        {
          id: idOf(600),
          itemCode: "533103-01",
          description: "未公示资质证书",
          takenBack: index % 2 === 0,
          paths: findingPath.options.map((path) => ({ path, document: "1号", due: null, settledAt: null })),
        },
      ],
      events: inspectionEventType.options.map((type, seq) => ({
        seq,
        type,
        at,
        actor: "system",
        state,
        facts,
      })),
    }),
  );
  const everyCampaign = campaignState.options.map((state, index) => {
    const { draw } = campaignOf(0);
    return campaignOf(400 + index, {
      state,
      stuck: causesOf(Object.keys(words.deed), Object.keys(words.campaignCommand)),
      draw: {
        ...draw,
        state: drawState.options[index % drawState.options.length] ?? "open",
        excluded: exclusionGround.options.map((ground) => ({ ground, number: 1 })),
      },
      statistics: statisticCode.options.map((code) => ({ code, value: 1 })),
      events: campaignEventType.options.map((type, seq) => ({
        seq,
        type,
        at,
        actor: "system",
        state,
        facts,
      })),
    });
  });

  it("name whatever may stand in an inspection or a campaign, and show no code of it", async () => {
    const whole = await startFakeInspection({
      inspections: everyInspection,
      campaigns: everyCampaign,
      clock: { kind: "real", now: at },
    });
    const pages = await consoleOver(whole.url);
    for (const url of [
      "/",
      "/inspections",
      "/campaigns",
      ...everyInspection.map(({ id }) => `/inspections/${id}`),
      ...everyCampaign.map(({ id }) => `/campaigns/${id}`),
    ]) {
      const { status, body } = await pages.open(url);
      expect([url, status, shownCodes(body)]).toEqual([url, 200, []]);
    }
    await pages.close();
    await whole.close();
  });
});

describe("期限变动", () => {
  it("is shown among what happened: which deadline, from, to, and by which notice", async () => {
    const moved = inspectionOf(650, {
      dueAt: "2027-01-05T16:00:00.000Z",
      provisional: true,
      events: [
        {
          seq: 1,
          type: "due-moved",
          at: "2026-10-09T02:30:00.000Z",
          actor: "system",
          state: "recorded",
          facts: {
            deadline: "report",
            from: "2026-10-12T16:00:00.000Z",
            to: "2027-01-05T16:00:00.000Z",
            issuer: "533100",
            notice: "德政办函〔2026〕3号",
            calendarVersion: 5,
          },
        },
      ],
    });
    const whole = await startFakeInspection({
      inspections: [moved],
      campaigns: [],
      clock: { kind: "real", now: "2026-10-09T02:30:00.000Z" },
    });
    const pages = await consoleOver(whole.url);
    const { body } = await pages.open(`/inspections/${idOf(650)}`);
    expect(body).toContain("期限因放假安排变动");
    for (const said of [
      "期限事项：检查报告",
      "自：2026-10-12 24:00",
      "至：2027-01-05 24:00",
      "发文单位：德宏州",
      "依据通知：德政办函〔2026〕3号",
      "2027-01-05 24:00（暂定）",
      "（地方假日不计入期限）",
    ])
      expect(body).toContain(said);
    await pages.close();
    await whole.close();
  });
});

describe("谁在看", () => {
  const county = { authority: "533102", roles: ["supervisor"] } as const;

  it("shows a county its own, asked for with its person's own token and nothing else (article 3)", async () => {
    const { body } = await pages.open("/", county);
    expect(body).toContain("瑞丽停滞项目");
    expect(body).not.toContain("芒市迟签报告建设有限公司");
    expect(body).toContain("瑞丽市住房和城乡建设局 · 督查人员");
    expect(body).not.toContain('id="as"');
    const called = inspection.lastCall();
    expect(called?.["authorization"]).toBe(
      `Bearer ${await pages.issuer.tokenFor({ actor: "official-1", ...county })}`,
    );
    expect(called).not.toHaveProperty("x-authority");
  });

  it("narrows what the prefecture sees to one subordinate, and keeps to that (article 4)", async () => {
    const { body } = await page("/?as=533102");
    expect(body).toContain("瑞丽停滞项目");
    expect(body).not.toContain("芒市迟签报告建设有限公司");
    expect(body).not.toContain("芒市建筑施工企业抽查");
    expect(body).toContain(`href="/inspections/${idOf(3)}?as=533102"`);
    expect((await page("/inspections?as=533102")).body.match(/data-label="检查对象"/g)).toHaveLength(1);
    expect((await page("/inspections?as=533102&authority=533123")).body).toContain("瑞丽停滞项目");
  });

  it("knows nothing of a sibling's (article 3)", async () => {
    for (const path of ["/?as=533103", "/inspections?as=533103", "/campaigns?as=533100"])
      expect((await pages.open(path, county)).status, path).toBe(404);
  });

  it("begins an officer at the inspections, and offers only what the roles may see", async () => {
    const officer = { authority: "533103", roles: ["officer"] } as const;
    const board = await pages.open("/", officer);
    expect([board.status, board.headers["location"]]).toEqual([303, "/inspections"]);
    const { body } = await pages.open("/inspections", { authority: "533103", roles: ["expert"] });
    expect(body).toContain('href="/inspections"');
    expect(body).not.toContain('href="/campaigns"');
  });
});

describe("the frame", () => {
  it("lets a page load nothing from elsewhere and run no script", async () => {
    const { headers, body } = await page("/");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).not.toMatch(/<script|style="|src=|<link[^>]+https?:/);
    expect((await page("/style.css")).headers["content-type"]).toContain("text/css");
  });

  it("never sends a form to another site, whatever the address", async () => {
    const { status, body } = await page("//evil.example/x");
    expect(status).toBe(404);
    expect([...body.matchAll(/action="([^"]*)"/g)].map(([, action]) => action)).toEqual([
      "/evil.example/x",
      "/sign-out",
    ]);
  });

  it("describes itself and lives while the inspection service is down, and says so plainly", async () => {
    const gone = await startFakeInspection({ clock: { kind: "real", now: "2026-10-09T03:04:05.000Z" } });
    await gone.close();
    const alone = await consoleOver(gone.url);
    for (const url of ["/", "/inspections", `/inspections/${idOf(1)}`]) {
      const response = await alone.open(url);
      expect(response.status).toBe(503);
      expect(response.headers["retry-after"]).toBe("10");
      expect(response.body).toContain("检查服务暂不可用");
    }
    expect((await alone.app.inject("/health/ready")).statusCode).toBe(200);
    expect(Object.keys((await alone.app.inject("/openapi.json")).json<{ paths: object }>().paths)).toContain(
      "/inspections/{id}",
    );
    await alone.close();
  });
});
