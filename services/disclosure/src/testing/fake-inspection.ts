import {
  Problem,
  problemEntry,
  publicationNotice,
  type FiguresByAuthority,
  type PublicationNotice,
  type Statistic,
} from "@shuangsui/contracts";
import { problemBodyOf, type TokenVerifier } from "@shuangsui/service-kit";
import { createServer, type IncomingMessage } from "node:http";

/** A notice as it arrived, whatever was answered. */
export type Told = PublicationNotice & { publicationId: string; authority: string; key: string };
/** 200; 503; the refusal of an unknown token; 202, taken but not decided; a refusal that it decided. */
export type Answering = "takes" | "is-down" | "rejects-token" | "answers-later" | "refuses";

/** What the inspection service does with notices, on a port of its own. */
export type FakeInspection = {
  url: string;
  /** Every notice that came, in order. */
  came: Told[];
  /** Those that were taken. */
  taken: Told[];
  /** What it counts of inspections: by authority, and of any campaign. */
  figures: FiguresByAuthority;
  statistics: Statistic[];
  /** What it answers from now on. */
  answering: Answering;
  close(): Promise<void>;
};

const address = /^\/internal\/v1\/publications\/([^/]+)\/published$/;

/** Starts it; it lets in services with a token that verifies. */
export async function startFakeInspection(tokens: TokenVerifier): Promise<FakeInspection> {
  const came: Told[] = [];
  const taken: Told[] = [];
  const fake: Pick<FakeInspection, "answering" | "figures" | "statistics"> = {
    answering: "takes",
    figures: { at: "2026-09-21T01:00:00.000Z", items: [], supervision: [] },
    statistics: [],
  };

  const answer = (told: Told): Problem | 200 | 202 => {
    came.push(told);
    switch (fake.answering) {
      case "is-down":
        return new Problem("unavailable");
      case "rejects-token":
        return new Problem("caller/token-invalid");
      case "answers-later":
        return 202;
      case "refuses":
        return new Problem("inspection/wrong-state");
      case "takes":
        taken.push(told);
        return 200;
      default:
        return fake.answering satisfies never;
    }
  };
  const answerNotice = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const publicationId = address.exec(request.url ?? "")?.[1];
    const shown = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    const known = await tokens.verify(shown).then(
      ({ roles }) => roles.includes("service"),
      () => false,
    );
    if (publicationId === undefined || !known) return new Problem("not-found");
    return answer({
      ...publicationNotice.parse(JSON.parse(Buffer.concat(chunks).toString("utf8"))),
      publicationId,
      authority: String(request.headers["x-authority"]),
      key: String(request.headers["idempotency-key"]),
    });
  };
  const server = createServer((request, response) => {
    const counted =
      request.url === "/internal/v1/figures"
        ? fake.figures
        : request.url?.endsWith("/statistics") === true
          ? fake.statistics
          : undefined;
    if (counted !== undefined) {
      const isDown = fake.answering === "is-down";
      response.statusCode = isDown ? 503 : 200;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(isDown ? problemBodyOf(new Problem("unavailable")) : counted));
      return;
    }
    answerNotice(request).then(
      (answered) => {
        const refused = answered instanceof Problem;
        response.statusCode = refused ? problemEntry(answered.code).status : answered;
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(refused ? problemBodyOf(answered) : {}));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  return Object.assign(fake, {
    url: `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`,
    came,
    taken,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
