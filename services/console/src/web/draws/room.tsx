import { filledIn, type CampaignDetail } from "@shuangsui/contracts";
import type { Moment } from "@shuangsui/lottery";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { usePlannerWords } from "../words/planner.ts";
import { useTexts } from "../words/words.tsx";
import { beaconTimeOf } from "./beacon.ts";
import { usePublicDraw } from "./public-draw.ts";
import { isMoving, stageOf, type Stage } from "./stage.ts";
import { useVerified, type Verified } from "./verified.ts";

type Public = NonNullable<ReturnType<typeof usePublicDraw>["data"]>;
type Seen = CampaignDetail | undefined;
type TicketsMoment = Extract<Moment, { kind: "tickets" }>;

/** How long each moment is shown, in milliseconds, by the kind of it. */
const paces = { seed: 1_800, tickets: 70, team: 700 } as const;
/** How soon a draw that is ahead is asked for again, in milliseconds. */
const drawingMs = 1_000;
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The draw room: a draw before people's eyes, on a wall, by opaque ids and numbers alone (article 23). */
export function DrawRoom() {
  const { drawId } = useParams({ from: "/draws/$drawId" });
  const { console } = useTexts();
  const found = usePublicDraw(drawId);
  return (
    <div className="draw-room">
      <Loaded of={found}>
        {(shown) =>
          shown === null ? (
            <>
              <h1>{console.draw.room}</h1>
              <p>{console.draw.notCommitted}</p>
            </>
          ) : (
            <Room shown={shown} />
          )
        }
      </Loaded>
    </div>
  );
}

function Room({ shown }: { shown: Public }) {
  const { words, console } = useTexts();
  const { room } = usePlannerWords();
  const nameOf = useAuthorityName();
  const { draw, commitment, reveal } = shown;
  const campaign = useCampaign(shown);
  const drawnAt = campaign?.draw.drawnAt ?? null;
  const state = reveal === null ? (campaign?.draw.state ?? draw.state) : draw.state;
  const { verified, moments } = useVerified(draw.drawId, { revealed: reveal !== null, watched: true });
  return (
    <>
      <header>
        <h1>{draw.title}</h1>
        <span>{nameOf(draw.authority)}</span>
        <span className="state">{words.drawState[state]}</span>
        {drawnAt === null ? null : <span>{filledIn(room.drawnAt, { time: timeText(drawnAt) })}</span>}
        <span className="grow" />
        <nav className="no-print">
          <Link to="/draws/$drawId/certificate" params={{ drawId: draw.drawId }}>
            {console.draw.certificate}
          </Link>
          <Link to="/campaigns/$id" params={{ id: draw.campaignId }}>
            {console.draw.leave}
          </Link>
        </nav>
      </header>
      <Facts shown={shown} />
      {reveal === null ? (
        <Waiting shown={shown} campaign={campaign} />
      ) : (
        <Replay moments={moments} count={commitment.targets.count} verified={verified} />
      )}
    </>
  );
}

/** The campaign of the draw, for whoever may see it: asked for again and again while its draw is ahead, for nothing tells of progress. */
function useCampaign({ draw, commitment }: Public): Seen {
  const may = useMay();
  return useQuery({
    ...asked("inspection", "getCampaignsById", { params: { id: draw.campaignId } }),
    enabled: may("campaign.read", draw.authority),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isMoving(stageOf(data, commitment.beacon.kind)) ? drawingMs : false,
  }).data;
}

/** What was committed to before anybody could know the outcome. */
function Facts({ shown: { draw, commitment } }: { shown: Public }) {
  const { words, console } = useTexts();
  const sha256 = draw.files.find(({ name }) => name === "commitment.json")?.sha256 ?? "";
  return (
    <dl className="facts">
      <Fact name={console.draw.id}>
        <code>{draw.drawId}</code>
      </Fact>
      <Fact name={console.draw.commitment}>
        <code>{sha256}</code>
      </Fact>
      <Fact name={words.label.committedAt}>{timeText(draw.committedAt)}</Fact>
      <Fact name={words.label.witnesses}>
        {draw.witnesses.map((one) => filledIn(words.portal.witness, one)).join(words.comma)}
      </Fact>
      <Fact name={console.draw.targets}>{commitment.targets.count}</Fact>
      <Fact name={console.draw.inspectors}>{commitment.roster.count}</Fact>
      <Fact name={console.draw.quotas}>
        {commitment.strata
          .map(({ name, count, quota }) => filledIn(console.draw.quotaOf, { name, count, quota }))
          .join(words.comma)}
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Until all is public: who has handed in, how far the draw is, and when it was made. No ticket can be known before the secret is. */
function Waiting({ shown: { draw, commitment }, campaign }: { shown: Public; campaign: Seen }) {
  const { words, console } = useTexts();
  const { room } = usePlannerWords();
  const stage: Stage | undefined =
    campaign === undefined
      ? draw.state === "void"
        ? { is: "void" }
        : undefined
      : stageOf(campaign, commitment.beacon.kind);
  const isAhead = stage === undefined || isMoving(stage);
  return (
    <section className="stage wall">
      <div role="status">
        <h2>{stage === undefined ? words.drawState[draw.state] : headingOf(stage)}</h2>
      </div>
      {draw.cause === null ? null : <p>{draw.cause}</p>}
      {stage?.is === "drawing" ? (
        <>
          <progress
            {...(stage.total === null ? {} : { max: stage.total, value: stage.done })}
            aria-label={room.drawing}
          />
          <p className="number">
            {filledIn(console.draw.ticketsDone, { done: stage.done, count: stage.total ?? "…" })}
          </p>
          <p>{room.rolling}</p>
        </>
      ) : null}
      {stage?.is === "drawn" ? <p>{filledIn(room.drawnResult, { count: stage.count })}</p> : null}
      {isAhead && stage?.is !== "drawing" ? (
        <p>
          {filledIn(commitment.beacon.kind === "witness" ? room.beaconBy : console.draw.beaconAt, {
            time: dueText(beaconTimeOf(commitment.beacon)),
          })}
        </p>
      ) : null}
      <ul className="witnesses">
        {campaign?.draw.witnesses.map(({ name, unit, contributed }) => (
          <li key={name}>
            <strong>{name}</strong> {unit}{" "}
            <span className="state">
              {contributed ? console.campaign.contributed : console.campaign.bound}
            </span>
          </li>
        ))}
      </ul>
      {stage?.is === "void" ? null : <p>{console.draw.waits}</p>}
    </section>
  );

  function headingOf(of: Stage): string {
    switch (of.is) {
      case "void":
        return console.draw.void;
      case "witnesses":
        return filledIn(room.witnessesDone, of);
      case "beacon":
        return room.waitsForBeacon;
      case "handed-in":
        return room.handedIn;
      case "drawing":
        return room.drawing;
      case "drawn":
        return filledIn(room.drawnAt, { time: timeText(of.at) });
    }
  }
}

/** The draw carried through again, moment by moment, as this browser works it out. */
function Replay({
  moments,
  count,
  verified,
}: {
  moments: readonly Moment[];
  count: number;
  verified: Verified;
}) {
  const { console } = useTexts();
  const { at, playing, play, again, toEnd } = usePlayed(moments, isStill && verified.kind === "verified");
  const seen = moments.slice(0, at + 1);
  const seed = seen.find((moment) => moment.kind === "seed");
  const tickets = seen.findLast((moment): moment is TicketsMoment => moment.kind === "tickets");
  const teams = seen.flatMap((moment) => (moment.kind === "team" ? [moment.line] : []));
  return (
    <>
      <section className="stage" aria-label={console.draw.tickets}>
        {seed === undefined ? (
          <p role="status">{console.draw.reading}</p>
        ) : (
          <p className="seed">
            {console.draw.seed} <code>{seed.seed}</code>
          </p>
        )}
        <div className="rolling" aria-hidden="true">
          <code>{tickets?.last.id ?? "·".repeat(44)}</code>
          <code className="ticket">{tickets?.last.ticket ?? "·".repeat(64)}</code>
        </div>
        <progress max={count} value={tickets?.done ?? 0} aria-label={console.draw.tickets} />
        <p className="number">{filledIn(console.draw.ticketsDone, { done: tickets?.done ?? 0, count })}</p>
      </section>
      <div className="halls">
        <section aria-labelledby="leading">
          <h2 id="leading">{console.draw.leading}</h2>
          <ol>
            {tickets?.leading.map(({ id, stratum, ticket }) => (
              <li key={id} className={teams.some((team) => team.id === id) ? "drawn" : ""}>
                <span className="stratum">{stratum}</span> <code>{id.slice(0, 12)}</code>{" "}
                <code className="ticket">{ticket.slice(0, 16)}</code>
              </li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="teams">
          <h2 id="teams">{console.draw.teams}</h2>
          <ol>
            {teams.map(({ rank, id, officers, experts }) => (
              <li key={id} className="drawn">
                <span className="rank">{rank}</span> <code>{id.slice(0, 12)}</code>
                {[...officers, ...experts].map((number) => (
                  <span key={number} className="ball">
                    {number}
                  </span>
                ))}
              </li>
            ))}
          </ol>
        </section>
      </div>
      <footer className="no-print">
        <button type="button" onClick={again}>
          {console.draw.again}
        </button>
        <button type="button" onClick={() => play(!playing)} disabled={at >= moments.length - 1}>
          {playing ? console.draw.pause : console.draw.play}
        </button>
        <button type="button" onClick={toEnd}>
          {console.draw.toEnd}
        </button>
        <Finding verified={verified} />
      </footer>
    </>
  );
}

/** Which moment is shown: the next one after a while, as long as it plays. */
function usePlayed(moments: readonly Moment[], atOnce: boolean) {
  const [at, go] = useState(0);
  const [playing, play] = useState(!isStill);
  const last = moments.length - 1;
  const shown = moments[Math.min(at, last)];
  useEffect(() => {
    if (atOnce) go(Math.max(0, last));
  }, [atOnce, last]);
  useEffect(() => {
    if (!playing || shown === undefined || at >= last) return undefined;
    const timer = setTimeout(() => go(at + 1), paces[shown.kind]);
    return () => clearTimeout(timer);
  }, [at, last, playing, shown]);
  return {
    at,
    playing,
    play,
    again: () => {
      go(0);
      play(true);
    },
    toEnd: () => go(Math.max(0, last)),
  };
}

/** What this browser found when it verified the whole draw. */
export function Finding({ verified }: { verified: Verified }) {
  const { console } = useTexts();
  const texts = {
    reading: () => console.draw.reading,
    working: () => console.draw.working,
    away: () => console.draw.away,
  } as const;
  const text =
    verified.kind === "verified"
      ? filledIn(console.draw.verified, { passed: verified.passed, outside: verified.outside })
      : verified.kind === "failed"
        ? filledIn(console.draw.failed, { check: verified.check })
        : texts[verified.kind]();
  return (
    <span role="status" className={`finding ${verified.kind}`}>
      {text}
    </span>
  );
}
