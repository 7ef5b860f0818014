import {
  availabilityCheck,
  creditRepair,
  filterQuery,
  inspectionCredit,
  Problem,
  targetNamesAsked,
  tipInspection,
  type ProblemCode,
  type MergeInForce,
  type RepairDue,
  type SavedFilter,
  type SnapshotConflict,
  type SnapshotInspector,
  type SnapshotTarget,
  type Statistic,
  type Unavailability,
} from "@shuangsui/contracts";
import { problemBodyOf } from "@shuangsui/service-kit";
import { createServer, type IncomingMessage } from "node:http";
import { v5 as uuidv5 } from "uuid";
import type { ItemNow, Tip } from "../neighbours/registry.ts";

/** What a registry holds, to be changed by a test at will. */
export type Held = {
  items: ItemNow[];
  /** Tips, by their ids. */
  tips: Map<string, Omit<Tip, "id">>;
  /** How complete it is. */
  completeness: Statistic[];
  /** Since when these are on the list. */
  listedSince: string;
  targets: Record<"entity" | "project", SnapshotTarget[]>;
  inspectors: SnapshotInspector[];
  conflicts: SnapshotConflict[];
  /** What came as repaired that inspections have entered, until it is repaired. */
  repairs: RepairDue[];
  /** Which targets are merged. */
  merges: MergeInForce[];
  /** Filters of its lists that all in the authority share. */
  filters: SavedFilter[];
  /** How targets are registered that are not simply active, by their codes: not any more, with others alone, or nowhere. */
  registered: Map<string, "deregistered" | "elsewhere" | "nowhere">;
  /** Why inspectors may not inspect now, by their ids. */
  unavailable: Map<string, Unavailability>;
  /** In which divisions targets are, by their codes; of others none is known. */
  territories: Map<string, string>;
};

/** A fake of the registry over what a test gives it, on a port of its own, speaking its contracts. */
export type FakeRegistry = {
  url: string;
  held: Held;
  /** Whether it is away: it answers 503 until it is not. */
  away: boolean;
  /** With what it refuses everything, until it does not. */
  refuses: ProblemCode | null;
  /** Done, where it is set, before it answers which items are in force. */
  onItems: (() => Promise<void>) | null;
  /** Done, where it is set, before the last of a snapshot's targets are sent. */
  onTargets: (() => Promise<void>) | null;
  /** What was written to credit records, by inspection. */
  credited: Map<string, unknown>;
  /** What was repaired of that, by inspection. */
  repaired: Map<string, unknown>;
  /** Which inspections tips brought about, as it was told. */
  inspectedTips: Map<string, string>;
  /** The requests' ids that came with calls, by the calls' paths. */
  requestIds: Map<string, string[]>;
  close(): Promise<void>;
};

const item = (
  code: string,
  officerTypes: string[],
  targetKind: "entity" | "project" = "entity",
): ItemNow => ({
  code,
  name: `抽查事项${code}`,
  version: 1,
  inForce: true,
  officerTypes,
  specialties: [],
  targetKind,
  legalBasis: "《建筑法》",
  content: "内容",
  method: "现场检查",
  repealed: [],
  checklist: [],
});

/** `entities` firms, their classes in turn A, B, C, D; six officers and an expert; two items. */
export function sampleHeld(entities: number): Held {
  const targets = Array.from({ length: entities }, (_, index): SnapshotTarget => ({
    code: `T${String(index).padStart(6, "0")}`,
    riskClass: (["A", "B", "C", "D"] as const)[index % 4] ?? "A",
    category: index % 8 < 6 ? "builder" : "developer",
  }));
  const inspectors = Array.from({ length: 8 }, (_, index): SnapshotInspector => ({
    id: uuidv5(`inspector-${index}`, "5e3a1c3e-7c1b-5d5e-9b0a-6f1d2a4c8e10"),
    kind: index < 7 ? "officer" : "expert",
    types: index < 7 ? ["market", ...(index % 2 === 0 ? ["quality"] : [])].toSorted() : [],
    specialties: index < 7 ? [] : ["structure"],
    certificateNumber: `证${index}`,
  }));
  return {
    items: [item("I1", ["market"]), item("I2", ["market", "quality"]), item("P1", ["quality"], "project")],
    listedSince: "2019-01-01",
    tips: new Map(),
    completeness: [{ code: "lists-compared", value: 0 }],
    targets: { entity: targets, project: [] },
    inspectors,
    conflicts: [{ inspectorId: inspectors[0]?.id ?? "", targetCode: targets[0]?.code ?? "" }],
    repairs: [],
    merges: [],
    filters: [],
    registered: new Map(),
    unavailable: new Map(),
    territories: new Map(),
  };
}

function bodyOf(request: IncomingMessage, take: (body: unknown) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => take(JSON.parse(Buffer.concat(chunks).toString("utf8"))));
}

function targetsIn({ targets }: Held, { searchParams }: URL): SnapshotTarget[] {
  const wanted = searchParams.get("categories")?.split(",") ?? [];
  const rows = targets[searchParams.get("kind") === "project" ? "project" : "entity"];
  // It knows no more of a target than its code.
  const { q = "" } = filterQuery.parse(JSON.parse(searchParams.get("filter") ?? "{}"));
  return rows.filter(
    ({ category, code }) => (wanted.length === 0 || wanted.includes(category)) && code.startsWith(q),
  );
}

const namedTarget = ({ territories }: Held, code = "") => ({
  ...{ code, name: `企业${code}` },
  territory: territories.get(code) ?? null,
});

/** Serves what is held. */
export async function startFakeRegistry(held: Held): Promise<FakeRegistry> {
  const fake: Pick<FakeRegistry, "away" | "refuses" | "onItems" | "onTargets"> = {
    away: false,
    refuses: null,
    onItems: null,
    onTargets: null,
  };
  const credited = new Map<string, unknown>();
  const repaired = new Map<string, unknown>();
  const inspectedTips = new Map<string, string>();
  const requestIds: FakeRegistry["requestIds"] = new Map();
  const server = createServer((request, response) => {
    if (fake.away) {
      response.statusCode = 503;
      response.end("{}");
      return;
    }
    if (fake.refuses !== null) {
      const body = problemBodyOf(new Problem(fake.refuses));
      response.statusCode = body.status;
      response.end(JSON.stringify(body));
      return;
    }
    const url = new URL(request.url ?? "/", "http://registry");
    const asked = [
      ...(requestIds.get(url.pathname) ?? []),
      String(request.headers["x-request-id"] ?? "none"),
    ];
    requestIds.set(url.pathname, asked);
    const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const ndjson = (rows: readonly unknown[], before: (() => Promise<void>) | null = null) => {
      response.setHeader("content-type", "application/x-ndjson");
      if (before === null) return void response.end(lines(rows));
      response.write(lines(rows.slice(0, -1)));
      void before().then(
        () => response.end(lines(rows.slice(-1))),
        () => response.destroy(),
      );
    };
    const json = (body: unknown) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    };
    const [, kind, code] =
      (request.method === "GET" && /^\/api\/v1\/targets\/(entity|project)\/(.+)$/.exec(url.pathname)) || [];
    const [, inspection, repair] =
      /^\/api\/v1\/credit-records\/inspections\/([^/]+)(\/repair)?$/.exec(url.pathname) ?? [];
    const [, tip] = /^\/api\/v1\/tips\/([^/]+)\/(?:card|inspection)$/.exec(url.pathname) ?? [];
    const [, card] = /^\/api\/v1\/inspectors\/([^/]+)\/card$/.exec(url.pathname) ?? [];
    const carded = held.inspectors.find(({ id }) => id === card);
    if (carded !== undefined)
      json({
        ...{ id: carded.id, kind: carded.kind, certificateNumber: carded.certificateNumber },
        ...{ name: `检查人员${carded.certificateNumber}`, unit: "执法大队" },
      });
    else if (tip !== undefined && held.tips.has(tip)) {
      const told = { id: tip, ...held.tips.get(tip) };
      if (request.method === "GET") json(told);
      else
        bodyOf(request, (body) => {
          inspectedTips.set(tip, tipInspection.parse(body).inspectionId);
          json(told);
        });
    } else if (url.pathname === "/api/v1/snapshot/targets") ndjson(targetsIn(held, url), fake.onTargets);
    else if (url.pathname === "/api/v1/snapshot/targets/count") json({ count: targetsIn(held, url).length });
    else if (url.pathname === "/api/v1/snapshot/filters") {
      const ids = (url.searchParams.get("ids") ?? "").split(",");
      json({ items: held.filters.filter(({ id }) => ids.includes(id)) });
    } else if (url.pathname === "/api/v1/snapshot/repairs")
      json({ items: held.repairs.filter(({ inspectionId }) => !repaired.has(inspectionId)) });
    else if (url.pathname === "/api/v1/snapshot/merges") json({ items: held.merges });
    else if (url.pathname === "/api/v1/snapshot/inspectors") ndjson(held.inspectors);
    else if (url.pathname === "/api/v1/snapshot/conflicts") ndjson(held.conflicts);
    else if (url.pathname === "/api/v1/snapshot/completeness")
      json({ lists: [], statistics: held.completeness });
    else if (url.pathname === "/api/v1/snapshot/items")
      ndjson(
        held.items.map(({ code, name, legalBasis, content, method, targetKind }) => ({
          ...{ code, name, legalBasis, content, method, targetKind, subject: "住房和城乡建设局" },
          ...{ validFrom: held.listedSince, validTo: null, inForceTo: null },
        })),
      );
    else if (url.pathname === "/api/v1/items/by-codes") {
      const codes = (url.searchParams.get("codes") ?? "").split(",");
      const answer = () => json({ items: held.items.filter((one) => codes.includes(one.code)) });
      if (fake.onItems === null) answer();
      else void fake.onItems().then(answer, () => response.destroy());
    } else if (url.pathname === "/api/v1/townships")
      json({ items: [{ code: "533103101", name: "芒市镇", targets: 1, shownAt: null }] });
    else if (kind !== undefined && held.registered.get(code ?? "") !== "nowhere") {
      const registered = held.registered.get(code ?? "") ?? "active";
      const status = registered === "elsewhere" ? null : registered;
      json({ ...namedTarget(held, code), kind, address: "芒市", riskClass: "A", status });
    } else if (/^\/api\/v1\/targets\/(entity|project)\/names$/.test(url.pathname))
      bodyOf(request, (body) => {
        const { codes } = targetNamesAsked.parse(body);
        json({ items: codes.map((code) => namedTarget(held, code)) });
      });
    else if (url.pathname === "/api/v1/inspectors/availability")
      bodyOf(request, (body) => {
        const { ids } = availabilityCheck.parse(body);
        json({ items: ids.map((id) => ({ id, reason: held.unavailable.get(id) ?? null, version: 1 })) });
      });
    else if (inspection !== undefined)
      bodyOf(request, (body) => {
        if (repair === undefined) credited.set(inspection, inspectionCredit.parse(body));
        else repaired.set(inspection, creditRepair.parse(body));
        json({});
      });
    else {
      const body = problemBodyOf(new Problem("not-found"));
      response.statusCode = body.status;
      json(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return Object.assign(fake, {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    held,
    credited,
    repaired,
    inspectedTips,
    requestIds,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
