import {
  caps,
  drawVenue,
  filledIn,
  isPrefecture,
  localHolidays,
  Problem,
  publicationTerms,
  visitCap,
  type SettingName,
  type SettingSource,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { Descriptions } from "antd";
import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { ChangeForm } from "../form/change-form.tsx";
import type { Known } from "../form/fields.tsx";
import type { Values } from "../form/values.ts";
import { ArticleLink } from "../help/article-link.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { FailedLine } from "../parts/failed-line.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { percentOf } from "../plans/percent.ts";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";

type Line = readonly [label: string, text: ReactNode];

/** What an authority has set, each with where it comes from and since when (articles 20, 23, 35). */
export function Settings() {
  const { words, console } = useTexts();
  const { settings: says } = useAdminWords();
  const { inspection, disclosure } = call;
  const { authority } = useSession();
  const named = (group: Readonly<Record<string, string>>) =>
    Object.entries(group).map(([value, label]) => ({ value, label }));
  const listed = (codes: readonly string[], group: Readonly<Record<string, string>>) =>
    codes.length === 0 ? words.label.none : codes.map((code) => group[code] ?? code).join(words.comma);
  const months = (count: number) => filledIn(says.months, { months: count });
  return (
    <>
      <Setting
        name="caps"
        title={console.admin.caps}
        article={20}
        byRule={says.byRule.caps}
        of={useQuery(asked("inspection", "getSettingsCaps", {}))}
        read={() => inspection.getSettingsCaps({})}
        schema={caps}
        lines={({ ratio, frequency }) => [
          [console.field.ratio, percentOf(ratio)],
          [console.field.frequency, frequency],
        ]}
        send={(body) => inspection.putSettingsCaps({ body: caps.parse(body) })}
      />
      <Setting
        name="visit-cap"
        title={console.admin.visitCap}
        article={20}
        byRule={says.byRule.cap}
        of={useQuery(asked("inspection", "getSettingsVisitCap", {}))}
        read={() => inspection.getSettingsVisitCap({})}
        schema={visitCap}
        known={{
          exemptOrigins: { options: named(words.inspectionOrigin) },
          exemptKinds: { options: named(words.inspectionKind) },
        }}
        lines={({ perYear, exemptOrigins, exemptKinds, source }) => [
          [console.field.perYear, perYear ?? says.notSet],
          [console.field.exemptOrigins, listed(exemptOrigins, words.inspectionOrigin)],
          [console.field.exemptKinds, listed(exemptKinds, words.inspectionKind)],
          [console.field.source, source ?? words.label.none],
        ]}
        send={(body) => inspection.putSettingsVisitCap({ body: visitCap.parse(body) })}
      />
      <Setting
        name="draw-venue"
        title={console.admin.drawVenue}
        article={23}
        byRule={says.byRule.venue}
        of={useQuery(asked("inspection", "getSettingsDrawVenue", {}))}
        read={() => inspection.getSettingsDrawVenue({})}
        schema={drawVenue}
        lines={({ venue, approval }) => [
          [console.field.venue, console.choice[venue]],
          [console.field.documentNumber, approval?.documentNumber ?? words.label.none],
          [console.field.approvedOn, approval?.approvedOn ?? words.label.none],
        ]}
        send={(body) => inspection.putSettingsDrawVenue({ body: drawVenue.parse(body) })}
      />
      <Setting
        name="local-holidays"
        title={console.admin.localHolidays}
        article={35}
        byRule={says.byRule.holidays}
        of={useQuery(asked("inspection", "getSettingsLocalHolidays", {}))}
        read={() => inspection.getSettingsLocalHolidays({})}
        schema={localHolidays}
        {...(isPrefecture(authority) ? {} : { setElsewhere: says.bySuperior })}
        lines={({ stopDeadlines }) => [
          [console.field.stopDeadlines, stopDeadlines ? console.common.yes : console.common.no],
        ]}
        send={(body) => inspection.putSettingsLocalHolidays({ body: localHolidays.parse(body) })}
      />
      <Setting
        name="publication-terms"
        title={says.publicationTerms}
        byRule={says.byRule.terms}
        of={useQuery(asked("disclosure", "getSettingsPublicationTerms", {}))}
        read={() => disclosure.getSettingsPublicationTerms({})}
        schema={publicationTerms}
        known={{
          minor: { label: says.minor },
          ordinary: { label: says.ordinary },
          serious: { label: says.serious },
          source: { label: console.field.source },
        }}
        lines={({ minor, ordinary, serious, source }) => [
          [words.matterClass.minor, months(minor)],
          [words.matterClass.ordinary, months(ordinary)],
          [words.matterClass.serious, months(serious)],
          [console.field.source, source],
        ]}
        send={(body) => disclosure.putSettingsPublicationTerms({ body: publicationTerms.parse(body) })}
      />
    </>
  );
}

/** Where a setting comes from, of those that each service tells. */
function Source({ name, text }: { name: SettingName; text(source: SettingSource): string }) {
  const service = name === "publication-terms" ? "disclosure" : "inspection";
  const { data, error, refetch } = useQuery(asked(service, "getSettings", {}));
  if (error !== null && data === undefined) return <FailedLine retry={() => void refetch()} />;
  const source = data?.items.find((one) => one.name === name);
  return source === undefined ? "…" : text(source);
}

/** One setting: changed in place by whoever may, read by all others. */
function Setting<Value extends Values>({
  name,
  title,
  article,
  byRule,
  of,
  read,
  schema,
  known = {},
  setElsewhere,
  lines,
  send,
}: {
  name: SettingName;
  title: string;
  /** Of the regulation, on which it rests. */
  article?: number;
  /** What is said where nobody has set it. */
  byRule: string;
  of: UseQueryResult<Value>;
  /** Asks how it stands by now. */
  read(): Promise<Value>;
  schema: z.ZodType;
  known?: Known;
  /** Who sets it, where that is not this authority. */
  setElsewhere?: string;
  lines(value: Value): readonly Line[];
  send(body: unknown): Promise<unknown>;
}) {
  const { console } = useTexts();
  const { settings: says } = useAdminWords();
  const may = useMay()("settings.write") && setElsewhere === undefined;
  const { authority } = useSession();
  const nameOf = useAuthorityName();
  const queries = useQueryClient();
  const [saved, count] = useState(0);
  const sourceText = ({ authority: by, since }: SettingSource) => {
    if (by === null || since === null) return byRule;
    const filled = { authority: nameOf(by), since: timeText(since) };
    return filledIn(by === authority ? says.own : says.byOther, filled);
  };
  return (
    <Card title={title} extra={article === undefined ? null : <ArticleLink article={article} />}>
      <p>
        {says.since}：
        <Source name={name} text={sourceText} />
        {setElsewhere === undefined ? null : `（${setElsewhere}）`}
      </p>
      <Loaded of={of}>
        {(value) =>
          may ? (
            <ChangeForm<Value>
              key={`${saved} ${JSON.stringify(value)}`}
              schema={schema}
              known={known}
              draft={`setting/${name}`}
              now={value}
              versionOf={(standing) => JSON.stringify(standing)}
              newest={read}
              first={(from) => from}
              differences={({ from, now }) => <Replaced lines={lines(from)} by={lines(now)} />}
              submit={console.common.save}
              send={async (body, { now }) => {
                // The services count no versions of settings.
                if (JSON.stringify(await read()) !== JSON.stringify(now))
                  throw new Problem("version/changed");
                return send(body);
              }}
              done={() =>
                void changed(queries, "inspection", "disclosure").then(() => count((times) => times + 1))
              }
            />
          ) : (
            <Descriptions
              size="small"
              column={1}
              items={lines(value).map(([label, children]) => ({ key: label, label, children }))}
            />
          )
        }
      </Loaded>
    </Card>
  );
}

/** Which of a setting's lines say something else by now. */
function Replaced({ lines, by }: { lines: readonly Line[]; by: readonly Line[] }) {
  return lines.map(([label, was], index) => {
    const is = by[index]?.[1];
    return was === is ? null : (
      <div key={label}>
        {label}：<del>{was}</del> → <ins>{is}</ins>
      </div>
    );
  });
}
