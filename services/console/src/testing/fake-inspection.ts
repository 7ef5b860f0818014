import {
  campaignDetail,
  dueSpan,
  type DueSpan,
  explainedDeadline,
  explainQuery,
  inspectionPapers,
  inspectorNames,
  type InspectionPapers,
  campaignList,
  campaignListQuery,
  groupedFigures,
  seenBy,
  trend,
  type CampaignDetail,
  inspectionCounts,
  notCheckedState,
  type OwnWitness,
  inspectionDetail,
  inspectionList,
  inspectionListQuery,
  type InspectionDetail,
  noTownship,
  approvalList,
  planDetail,
  planList,
  planPreview,
  type PlanPreview,
  type PlanDetail,
  type PlanSummary,
  Problem,
  stuckCounts,
  supervisionCounts,
  type StuckCause,
  type Township,
  clockView,
  doneList,
  type Done,
  textReviewRequest,
  textReviewRequestList,
  type TextReviewRequest,
  todoList,
  type Todo,
} from "@shuangsui/contracts";
import { etagOfValue, problemBodyOf } from "@shuangsui/service-kit";
import { dueAt, editionsOf, explain, nation, nationalChanges, newest } from "@shuangsui/workdays";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

type Clock = z.infer<typeof inspectionCounts>["clock"];

/** A fake of the inspection service, on a port of its own, speaking its contracts: it has what it is given, and takes a witness's part alone. */
export type FakeInspection = {
  url: string;
  /** What it was sent, in its order: to which address, and the body. */
  sent: { path: string; body: string }[];
  /** Tells whoever follows its feed that something happened to that inspection. */
  tell(inspection: InspectionDetail): void;
  /** The headers of the last call, for what the console says of itself. */
  lastCall(): IncomingMessage["headers"] | undefined;
  close(): Promise<void>;
};

/** What it has: with the clock at `clock`. */
export type Served = {
  inspections?: readonly InspectionDetail[];
  /** The papers of each inspection, by its id. */
  papers?: Readonly<Record<string, InspectionPapers["items"]>>;
  /** What inspectors are called, as the registry tells those who may read it. */
  names?: readonly { id: string; name: string; unit: string }[];
  campaigns?: readonly CampaignDetail[];
  plans?: readonly (PlanSummary | PlanDetail)[];
  /** What each plan would come to. */
  preview?: PlanPreview;
  /** What the registry, in whose place it answers as well, knows of townships. */
  townships?: readonly Township[];
  /** The texts that a review was asked for. */
  textReviews?: readonly TextReviewRequest[];
  /** What waits for whoever asks, and what they did, whoever that is. */
  todo?: readonly Todo[];
  done?: readonly Done[];
  /** What is answered at paths of which it knows nothing else. */
  answers?: Readonly<Record<string, unknown>>;
  /** The part of whoever witnesses a draw, as it stands now. */
  witness?: () => OwnWitness;
  clock: Clock;
};

/** Serves it. Answers 422 to a query outside the contract, 404 to what the caller may not see. */
export async function startFakeInspection(served: Served): Promise<FakeInspection> {
  let last: IncomingMessage["headers"] | undefined;
  const sent: FakeInspection["sent"] = [];
  const followers = new Set<ServerResponse>();
  let sequence = 0;
  const clock = served.clock.now;
  const server = createServer((request, response) => {
    last = request.headers;
    if (request.method === "POST" || request.method === "PUT") {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const standing = served.answers?.[request.url ?? ""];
        const seen = request.headers["if-match"];
        // It has no versions but of what it answers.
        if (standing !== undefined && seen !== undefined && seen !== etagOfValue(standing)) {
          const body = problemBodyOf(new Problem("version/changed"));
          return json(response, body.status, body);
        }
        sent.push({ path: request.url ?? "", body: Buffer.concat(chunks).toString() });
        if (request.url === "/api/v1/plan-previews" && served.preview !== undefined)
          return json(response, 200, planPreview.parse(served.preview));
        json(response, 200, served.answers?.[request.url ?? ""] ?? { ...taken, status: "done" });
      });
      return;
    }
    if (
      request.url?.startsWith("/api/v1/events") === true &&
      request.headers.accept === "text/event-stream"
    ) {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      followers.add(response);
      response.on("close", () => followers.delete(response));
      return;
    }
    try {
      const given = answer(request, served);
      response.setHeader("etag", etagOfValue(given));
      json(response, 200, given);
    } catch (error) {
      const body = problemBodyOf(error instanceof Problem ? error : new Problem("internal"));
      json(response, body.status, body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    sent,
    tell({ id, authority, state }) {
      sequence += 1;
      const event = {
        ...{ specversion: "1.0", id: `inspection_${id}_${sequence}`, source: "urn:shuangsui:inspection" },
        ...{ type: "cn.shuangsui.inspection.confirmed", subject: `inspection/${id}`, time: clock },
        ...{ datacontenttype: "application/json", authority, sequence: String(sequence).padStart(15, "0") },
        data: { kind: "inspection", id, revision: 1, state },
      };
      for (const follower of followers)
        follower.write(`id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    lastCall: () => last,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** In which all were opened. */
const weekOfAll = "2026-10-05";

const taken = {
  commandId: "01900000-0000-7000-8000-000000000001",
  receivedAt: "2026-10-09T02:30:00.000Z",
  subject: "01900000-0000-7000-8000-000000000900",
};

function answer(request: IncomingMessage, served: Served): unknown {
  const {
    inspections = [],
    papers = {},
    names = [],
    campaigns = [],
    plans = [],
    preview,
    witness,
    clock,
  } = served;
  const { todo = [], done = [], textReviews = [] } = served;
  const url = new URL(request.url ?? "/", "http://inspection");
  const given = served.answers?.[url.pathname];
  if (given !== undefined) return given;
  const viewer = authorityOf(request);
  const authorities = seenBy(viewer);
  const seen = inspections.filter(({ authority }) => authorities.includes(authority));
  if (url.pathname === "/api/v1/inspections/counts")
    return inspectionCounts.parse({
      clock,
      items: countsOf(seen),
      workdays: { today: 1, week: 0, "next-week": 5 },
    });
  if (url.pathname === "/api/v1/inspections/figures") {
    const keyOf = ({ authority, territory }: InspectionDetail) =>
      url.searchParams.get("by") === "township" ? (territory ?? noTownship) : authority;
    return groupedFigures.parse({
      isMore: false,
      items: [...Map.groupBy(seen, keyOf)].map(([key, its]) => ({ ...figuresOf(its), key, title: null })),
    });
  }
  if (url.pathname === "/api/v1/townships") return { items: served.townships ?? [] };
  if (url.pathname === "/api/v1/inspections/trend")
    return trend.parse({
      weeks: [{ week: weekOfAll, opened: seen.length, checked: 0, published: 0, breaches: 0 }],
    });
  if (url.pathname === "/api/v1/supervision-orders/counts") return supervisionCounts.parse({ items: [] });
  if (url.pathname === "/api/v1/events") return { items: [], next: "000000000000000" };
  if (url.pathname === "/api/v1/inspectors/names") return inspectorNames.parse({ items: names });
  if (url.pathname === "/api/v1/calendar/explain") return explainedIn(url.searchParams);
  if (url.pathname === "/api/v1/stuck")
    return stuckCounts.parse({
      items: [...stuckOf("plan", plans), ...stuckOf("campaign", campaigns), ...stuckOf("inspection", seen)],
    });
  if (preview !== undefined && url.pathname.endsWith("/preview")) return planPreview.parse(preview);
  if (url.pathname.endsWith("/approvals")) return approvalList.parse({ items: [] });
  const plan = plans.find(({ id }) => url.pathname === `/api/v1/plans/${id}`);
  if (plan !== undefined) return planDetail.parse(plan);
  if (url.pathname === "/api/v1/clock") return clockView.parse(clock);
  if (url.pathname === "/api/v1/text-review-requests")
    return textReviewRequestList.parse({ items: textReviews, next: null });
  const review = textReviews.find(({ id }) => url.pathname === `/api/v1/text-review-requests/${id}`);
  if (review !== undefined) return textReviewRequest.parse(review);
  if (url.pathname === "/api/v1/todo") return todoList.parse({ items: todo, isMore: false });
  if (url.pathname === "/api/v1/done") return doneList.parse({ items: done, next: null });
  if (url.pathname === "/api/v1/plans") return planList.parse({ items: plans.filter(isStuck), next: null });
  if (url.pathname === "/api/v1/inspections") return inspectionList.parse(listOf(seen, url.searchParams));
  if (url.pathname === "/api/v1/campaigns") {
    const { limit, state, attention, authority } = campaignListQuery.parse(
      Object.fromEntries(url.searchParams),
    );
    const items = campaigns.filter(
      (one) =>
        (state ?? one.state) === one.state &&
        (authority ?? one.authority) === one.authority &&
        (attention !== "open" || !["closed", "cancelled"].includes(one.state)) &&
        (attention !== "stuck" || isStuck(one)),
    );
    return campaignList.parse({
      items: items.slice(0, limit),
      next: items.length > limit ? "a-cursor" : null,
    });
  }
  if (url.pathname.endsWith("/witness")) {
    if (witness === undefined) throw new Problem("draw/not-its-witness");
    return witness();
  }
  const campaign = campaigns.find(({ id }) => url.pathname === `/api/v1/campaigns/${id}`);
  if (campaign !== undefined) return campaignDetail.parse(campaign);
  const read = seen.find(({ id }) => url.pathname === `/api/v1/inspections/${id}/documents`);
  if (read !== undefined) return inspectionPapers.parse({ items: papers[read.id] ?? [] });
  const found = seen.find(({ id }) => url.pathname === `/api/v1/inspections/${id}`);
  if (found === undefined) throw new Problem("not-found");
  return inspectionDetail.parse(found);
}

/** For whom a person's token is; it has been verified by whoever shows it. @throws Problem where a service's headers are shown */
function authorityOf({ headers: { authorization = "", ...headers } }: IncomingMessage): string {
  if (headers["x-authority"] !== undefined) throw new Problem("caller/not-service");
  const [, claims = ""] = authorization.split(".");
  const read: unknown = JSON.parse(Buffer.from(claims, "base64url").toString());
  return z.object({ authority: z.string() }).parse(read).authority;
}

function listOf(seen: readonly InspectionDetail[], search: URLSearchParams) {
  const query = inspectionListQuery.safeParse(Object.fromEntries(search)).data;
  if (query === undefined) throw new Problem("body/invalid");
  const wanted = seen.filter(
    (one) =>
      (query.state === undefined || one.state === query.state) &&
      (query.states === undefined || query.states.includes(one.state)) &&
      (query.openedIn === undefined || query.openedIn === weekOfAll) &&
      (query.kind === undefined || one.kind === query.kind) &&
      (query.authority === undefined || one.authority === query.authority) &&
      (query.territory === undefined || (one.territory ?? noTownship).startsWith(query.territory)) &&
      (query.campaign === undefined || one.campaignId === query.campaign) &&
      (query.targets === undefined || query.targets.includes(one.targetCode)) &&
      (query.attention !== "overdue" || one.overdue) &&
      (query.attention !== "soon" || (!one.overdue && (one.workdaysLeft ?? 3) <= 2)) &&
      (query.attention !== "stuck" || isStuck(one)) &&
      (query.dueIn === undefined || dueInOf(one) === query.dueIn),
  );
  if (query.order === "due")
    wanted.sort((a, b) => ordered(a.dueAt ?? "9", b.dueAt ?? "9") || ordered(a.id, b.id));
  const from = query.after === undefined ? 0 : wanted.findIndex(({ id }) => id === query.after) + 1;
  if (query.after !== undefined && from === 0)
    throw new Problem("body/invalid", undefined, [
      { path: "/after", message: "is not a cursor of this list" },
    ]);
  const items = wanted.slice(from, from + query.limit);
  return {
    items,
    next: from + query.limit < wanted.length ? (items.at(-1)?.id ?? null) : null,
    ...(query.count ? { count: { number: wanted.length, isMore: false } } : {}),
  };
}

const ordered = (one: string, other: string) => (one < other ? -1 : Number(one > other));
/** By the calendar of the nation, as the service explains it. */
function explainedIn(search: URLSearchParams) {
  const { authority, after, workdays } = explainQuery.parse(Object.fromEntries(search));
  const { calendar } = newest(editionsOf(nationalChanges, [nation, authority]));
  const event = new Date(`${after}T12:00:00+08:00`);
  const { due, on, calendarVersion, provisional } = dueAt(calendar, event, workdays);
  const days = explain(calendar, after, workdays);
  const { localHolidaysStop } = calendar;
  return explainedDeadline.parse({
    ...{ authority, after, workdays, on, dueAt: due.toISOString(), calendarVersion },
    ...{ provisional, localHolidaysStop, days },
  });
}

const isStuck = ({ stuck }: { stuck: readonly StuckCause[] }) => stuck.length > 0;

function stuckOf(kind: string, matters: readonly { authority: string; stuck: StuckCause[] }[]) {
  const groups = Map.groupBy(matters.filter(isStuck), ({ authority }) => authority);
  return [...groups].map(([authority, group]) => ({ kind, authority, count: group.length }));
}

const isPublished = (state: string) => ["published", "credited", "closed"].includes(state);
const isNotChecked = (state: string) => notCheckedState.safeParse(state).success;

/** As if each were due so many days ahead, at the end of a week. */
function dueInOf({ overdue, dueAt: due, workdaysLeft }: InspectionDetail): DueSpan | undefined {
  if (overdue || due === null) return undefined;
  const left = workdaysLeft ?? 0;
  return left === 0 ? "today" : left <= 5 ? "next-week" : "later";
}

function countsOf(seen: readonly InspectionDetail[]) {
  const groups = Map.groupBy(seen, ({ authority, state }) => `${authority} ${state}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const inSpan = (span: DueSpan) => group.filter((one) => dueInOf(one) === span).length;
    const dueIn = Object.fromEntries(dueSpan.options.map((span) => [span, inSpan(span)]));
    return [{ authority: first.authority, state: first.state, ...figuresOf(group), dueIn }];
  });
}

function figuresOf(group: readonly InspectionDetail[]) {
  return {
    count: group.length,
    checked: group.filter((one) => one.outcome !== null && !isNotChecked(one.state)).length,
    due: group.filter((one) => isPublished(one.state)).length,
    published: group.filter((one) => isPublished(one.state)).length,
    done: group.filter((one) => one.state === "closed").length,
    overdue: group.filter((one) => one.overdue).length,
    dueSoon: group.filter((one) => !one.overdue && (one.workdaysLeft ?? 3) <= 2).length,
    breaches: group.reduce((sum, one) => sum + one.breaches, 0),
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
