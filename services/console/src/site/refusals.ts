import { Problem, problemEntry, type ProblemPlace } from "@shuangsui/contracts";
import { problemOf, type App } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sendPage } from "./page.ts";
import { knownAuthority, prefecture } from "./viewer.ts";

const fieldNames: Record<string, string> = {
  as: "查看单位",
  refresh: "自动刷新",
  authority: "主管部门",
  state: "状态",
  attention: "关注",
  campaign: "抽查任务",
  after: "分页位置",
  limit: "每页条数",
};

/** Shows every refusal of the console's pages as a page, and every address that is none as not found. */
export function pagesOnErrors(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.code === "internal")
      request.log.error(
        { error: error instanceof Error ? error.name : "unknown", at: placeOf(error) },
        "a page failed",
      );
    return refuse(request, reply, problem);
  });
  app.get("/*", { schema: { hide: true } }, async () => {
    throw new Problem("not-found");
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = problemEntry(problem.code);
  const outage = problem.code === "unavailable";
  if (outage) reply.header("retry-after", "10");
  return sendPage(request, reply, {
    template: "site/refusal",
    title: titleOf(problem),
    section: null,
    viewer: viewerIn(request),
    clock: null,
    refresh: outage ? 10 : undefined,
    status,
    view: { status, advice: adviceOn(problem), places: problem.places.map(placeText) },
  });
}

function titleOf(problem: Problem): string {
  if (problem.code === "unavailable") return "检查服务暂不可用";
  return problem.code === "body/invalid" ? "查询条件有误" : problemEntry(problem.code).zh;
}

function adviceOn(problem: Problem): string {
  switch (problem.code) {
    case "unavailable":
      return "控制台运行正常，但提供数据的检查服务没有应答，暂时无法显示检查情况。各环节期限照常计算；本页每 10 秒自动重试。";
    case "not-found":
      return "该地址不存在，或不在当前查看单位的管辖范围内。";
    case "body/invalid":
      return "未执行查询。请改正后重试，或回到清单重新选择。";
    default:
      return "请将下面的请求编号告知运维人员。";
  }
}

/** Says in Chinese which parameter is wrong; its value is not repeated. */
function placeText(place: ProblemPlace): string {
  const unknown = /Unrecognized keys?: (.+)$/.exec(place.message)?.[1];
  if (unknown !== undefined) return "地址中含有本页没有的查询参数";
  const name = place.path?.split("/")[1] ?? "";
  return `“${fieldNames[name] ?? "查询参数"}”不是可接受的值`;
}

/** For whom the refused page was asked, as far as that can be told. */
function viewerIn(request: FastifyRequest): string {
  const query: unknown = request.query;
  const as = typeof query === "object" && query !== null && "as" in query ? query.as : undefined;
  return knownAuthority.safeParse(as).data ?? prefecture;
}

/** Where it failed, without the message, which could hold a value. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
