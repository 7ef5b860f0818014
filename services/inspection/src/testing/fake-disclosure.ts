import {
  drawAnnouncement,
  Problem,
  publicationCommands,
  publicationOpening,
  type ProblemCode,
  type PublicationContent,
  type PublicationNotice,
} from "@shuangsui/contracts";
import { problemBodyOf, type Credentials } from "@shuangsui/service-kit";
import { createServer, type IncomingMessage } from "node:http";
import { v5 as uuidv5 } from "uuid";
import { ZodError, type z } from "zod";

type Opening = z.infer<typeof publicationOpening>;
type Announcement = z.infer<typeof drawAnnouncement>;
export type Publication = {
  opening: Opening;
  content: PublicationContent | null;
  /** Why the content is what it is; empty where there is none. */
  reason: string;
  version: number;
  /** What is to take the place of what is published stands ready. */
  renewing: boolean;
  /** When it is due, as it was told last. */
  dueAt: string;
  /** The keys under which commands came, by their types, in order. */
  keys: { step: string; key: string }[];
  /** Closed with nothing published. */
  dropped: boolean;
  /** Why what was published is public no longer; null where it is, or never was. */
  takenDown: string | null;
  /** What it told last. */
  told: PublicationNotice | null;
};
const steps = ["due", "content", "renew", "publish", "withdraw", "drop", "take-down", "ask"] as const;
type Step = (typeof steps)[number];
export type ShownDraw = { announcement: Announcement; files: Map<string, string> };

/** A fake of disclosure, on a port of its own, speaking its contracts; it tells of each publishing. */
export type FakeDisclosure = {
  url: string;
  publications: Map<string, Publication>;
  draws: Map<string, ShownDraw>;
  /** Whether it is away: it answers 503 until it is not. */
  away: boolean;
  /** With what it refuses a step of a publication, for good, until it does not. */
  refuses: Partial<Record<"open" | Step, ProblemCode>>;
  /** Where the inspection service listens for notices. */
  tell(inspectionUrl: string): void;
  /** What its own deadlines would do: publishes what is open and due by then. */
  publishDue(now: Date): Promise<void>;
  close(): Promise<void>;
};

/** Starts it; it tells of what is published with these credentials. */
export async function startFakeDisclosure(
  credentials: Credentials,
  clock: () => Promise<Date>,
): Promise<FakeDisclosure> {
  const publications = new Map<string, Publication>();
  const draws = new Map<string, ShownDraw>();
  let inspection = "";
  const fake: Pick<FakeDisclosure, "away" | "refuses"> = { away: false, refuses: {} };

  const tell = async (id: string, notice: PublicationNotice) =>
    fetch(new URL(`/internal/v1/publications/${id}/published`, inspection), {
      method: "POST",
      headers: {
        authorization: `Bearer ${await credentials.token()}`,
        "content-type": "application/json",
        "idempotency-key": uuidv5(`notice/${notice.version}`, id),
      },
      body: JSON.stringify(notice),
    });
  const publish = async (id: string, by: PublicationNotice["by"]) => {
    const publication = publications.get(id);
    if (publication === undefined || publication.dropped) return;
    const first = by === "official" || by === "deadline";
    if (first && publication.version > 0 && !publication.renewing) return;
    publication.renewing = false;
    publication.version += 1;
    const { version } = publication;
    const { kind, subjectId } = publication.opening;
    const notice: PublicationNotice = {
      kind,
      subjectId,
      version,
      publishedAt: (await clock()).toISOString(),
      by,
      breach: publication.content === null,
    };
    publication.told = notice;
    await tell(id, notice);
  };

  const take = async (id: string, publication: Publication, command: string | undefined, body: unknown) => {
    switch (command) {
      case "due":
        publication.dueAt = publicationCommands.due.parse(body).dueAt;
        return;
      case "content": {
        const { content, reason, due } = publicationCommands.content.parse(body);
        Object.assign(publication, { content, reason, ...(due === undefined ? {} : { dueAt: due.dueAt }) });
        if (publication.version > 0) await publish(id, "correction");
        return;
      }
      case "renew": {
        const { content, reason, dueAt } = publicationCommands.renew.parse(body);
        if (publication.version === 0) throw new Problem("publication/wrong-state");
        Object.assign(publication, { content, reason, dueAt, renewing: true });
        return;
      }
      case "publish":
        if (publication.content === null) throw new Problem("publication/nothing-to-publish");
        setTimeout(() => void publish(id, "official"), 1);
        return;
      case "withdraw": {
        const { content, reason } = publicationCommands.withdraw.parse(body);
        Object.assign(publication, { content, reason });
        await publish(id, "withdrawal");
        return;
      }
      case "drop":
        publicationCommands.drop.parse(body);
        publication.dropped = true;
        return;
      case "take-down":
        if (publication.version === 0 || publication.takenDown !== null)
          throw new Problem("publication/wrong-state");
        publication.takenDown = publicationCommands["take-down"].parse(body).reason;
        return;
      case "ask":
        publicationCommands.ask.parse(body);
        if (publication.told !== null) await tell(id, publication.told);
        return;
      default:
        throw new Problem("not-found");
    }
  };

  const answer = async (request: IncomingMessage): Promise<void> => {
    const path = new URL(request.url ?? "/", "http://disclosure").pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const [, publicationId, command] =
      /^\/api\/v1\/publications\/([^/]+)(?:\/commands\/([a-z-]+))?$/.exec(path) ?? [];
    const [, drawId, file] = /^\/api\/v1\/draws\/([^/]+)(?:\/files\/(.+))?$/.exec(path) ?? [];
    const refusal = fake.refuses[steps.find((step) => step === command) ?? "open"];
    if (publicationId !== undefined && refusal !== undefined) throw new Problem(refusal);
    if (publicationId !== undefined && command === undefined) {
      const opening = publicationOpening.parse(JSON.parse(text));
      const known = publications.get(publicationId);
      if (known !== undefined) known.dueAt = opening.dueAt;
      else
        publications.set(publicationId, {
          opening,
          content: null,
          reason: "",
          version: 0,
          renewing: false,
          dueAt: opening.dueAt,
          keys: [],
          dropped: false,
          takenDown: null,
          told: null,
        });
      // A deadline that has passed already comes at once.
      if (Date.parse(opening.dueAt) <= (await clock()).getTime())
        setTimeout(() => void publish(publicationId, "deadline"), 1);
    } else if (publicationId !== undefined) {
      const publication = publications.get(publicationId);
      if (publication === undefined) throw new Problem("not-found");
      const key = String(request.headers["idempotency-key"]);
      const again = publication.keys.some((before) => before.key === key);
      publication.keys.push({ step: command ?? "", key });
      if (!again) await take(publicationId, publication, command, JSON.parse(text));
    } else if (drawId !== undefined && file === undefined) {
      const announcement = drawAnnouncement.parse(JSON.parse(text));
      draws.set(drawId, { announcement, files: draws.get(drawId)?.files ?? new Map<string, string>() });
    } else if (drawId !== undefined && file !== undefined) {
      const shown = draws.get(drawId);
      if (shown === undefined) throw new RangeError("a draw's file comes after its announcement");
      shown.files.set(file, text);
    }
  };

  const server = createServer((request, response) => {
    if (fake.away) {
      response.statusCode = 503;
      response.end("{}");
      return;
    }
    answer(request).then(
      () => response.setHeader("content-type", "application/json").end("{}"),
      (error: unknown) => {
        const invalid = error instanceof ZodError ? new Problem("body/invalid") : new Problem("internal");
        const body = problemBodyOf(error instanceof Problem ? error : invalid);
        response.statusCode = body.status;
        response.setHeader("content-type", "application/json").end(JSON.stringify(body));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return Object.assign(fake, {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    publications,
    draws,
    tell: (url: string) => {
      inspection = url;
    },
    async publishDue(now: Date) {
      for (const [id, { dueAt }] of publications)
        if (Date.parse(dueAt) <= now.getTime()) await publish(id, "deadline");
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
