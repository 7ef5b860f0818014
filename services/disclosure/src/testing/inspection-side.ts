import { Problem, problemEntry, publicationNotice, type PublicationNotice } from "@shuangsui/contracts";
import { problemBodyOf } from "@shuangsui/service-kit";
import { createServer } from "node:http";

/** A notice as it arrived, whatever was answered. */
export type Told = PublicationNotice & { publicationId: string; authority: string; key: string };
export type Answering = "takes" | "is-down" | "refuses";

/** The inspection service's door for notices, on a port of its own, speaking its contract. */
export type InspectionSide = {
  url: string;
  /** Every notice that came, in order. */
  came: Told[];
  /** Those that were taken. */
  taken: Told[];
  /** What it answers from now on: 200, 503, or a refusal that is final. */
  answering: Answering;
  close(): Promise<void>;
};

const address = /^\/internal\/v1\/publications\/([^/]+)\/published$/;

/** Starts it; it lets in who shows `token`. */
export async function startInspectionSide(token: string): Promise<InspectionSide> {
  const came: Told[] = [];
  const taken: Told[] = [];
  const side = { answering: "takes" as Answering };

  const answer = (told: Told): Problem | null => {
    came.push(told);
    if (side.answering === "is-down") return new Problem("unavailable");
    if (side.answering === "refuses") return new Problem("inspection/wrong-state");
    taken.push(told);
    return null;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const publicationId = address.exec(request.url ?? "")?.[1];
      const known = request.headers.authorization === `Bearer ${token}`;
      const problem =
        publicationId === undefined || !known
          ? new Problem("not-found")
          : answer({
              ...publicationNotice.parse(JSON.parse(Buffer.concat(chunks).toString("utf8"))),
              publicationId,
              authority: String(request.headers["x-authority"]),
              key: String(request.headers["idempotency-key"]),
            });
      response.statusCode = problem === null ? 200 : problemEntry(problem.code).status;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(problem === null ? {} : problemBodyOf(problem)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  return Object.assign(side, {
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
