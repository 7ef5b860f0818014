import {
  caps,
  drawVenue,
  filledIn,
  isPrefecture,
  localHolidays,
  publicationTerms,
  visitCap,
  type SettingName,
  type SettingSource,
} from "@shuangsui/contracts";
import type { Tagged } from "@shuangsui/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
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
        read={() => inspection.tagged("getSettingsCaps")}
        schema={caps}
        lines={({ ratio, frequency }) => [
          [console.field.ratio, percentOf(ratio)],
          [console.field.frequency, frequency],
        ]}
        send={(body, ifMatch) => inspection.putSettingsCaps({ body: caps.parse(body), ...ifMatch })}
      />
      <Setting
        name="visit-cap"
        title={console.admin.visitCap}
        article={20}
        byRule={says.byRule.cap}
        read={() => inspection.tagged("getSettingsVisitCap")}
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
        send={(body, ifMatch) => inspection.putSettingsVisitCap({ body: visitCap.parse(body), ...ifMatch })}
      />
      <Setting
        name="draw-venue"
        title={console.admin.drawVenue}
        article={23}
        byRule={says.byRule.venue}
        read={() => inspection.tagged("getSettingsDrawVenue")}
        schema={drawVenue}
        lines={({ venue, approval }) => [
          [console.field.venue, console.choice[venue]],
          [console.field.documentNumber, approval?.documentNumber ?? words.label.none],
          [console.field.approvedOn, approval?.approvedOn ?? words.label.none],
        ]}
        send={(body, ifMatch) => inspection.putSettingsDrawVenue({ body: drawVenue.parse(body), ...ifMatch })}
      />
      <Setting
        name="local-holidays"
        title={console.admin.localHolidays}
        article={35}
        byRule={says.byRule.holidays}
        read={() => inspection.tagged("getSettingsLocalHolidays")}
        schema={localHolidays}
        {...(isPrefecture(authority) ? {} : { setElsewhere: says.bySuperior })}
        lines={({ stopDeadlines }) => [
          [console.field.stopDeadlines, stopDeadlines ? console.common.yes : console.common.no],
        ]}
        send={(body, ifMatch) =>
          inspection.putSettingsLocalHolidays({ body: localHolidays.parse(body), ...ifMatch })
        }
      />
      <Setting
        name="publication-terms"
        title={says.publicationTerms}
        byRule={says.byRule.terms}
        read={() => disclosure.tagged("getSettingsPublicationTerms")}
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
        send={(body, ifMatch) =>
          disclosure.putSettingsPublicationTerms({ body: publicationTerms.parse(body), ...ifMatch })
        }
      />
    </>
  );
}

/** A setting as it stands, and what names it so to the service: nobody writes over what they have not seen. */
type Standing<Value> = { value: Value; etag: string | null };

/** Which service has it. */
const serviceOf = (name: SettingName) => (name === "publication-terms" ? "disclosure" : "inspection");

/** Where a setting comes from, of those that each service tells. */
function Source({ name, text }: { name: SettingName; text(source: SettingSource): string }) {
  const { data, error, refetch } = useQuery(asked(serviceOf(name), "getSettings", {}));
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
  /** Asks how it stands by now. */
  read(): Promise<Tagged<Value>>;
  schema: z.ZodType;
  known?: Known;
  /** Who sets it, where that is not this authority. */
  setElsewhere?: string;
  lines(value: Value): readonly Line[];
  send(body: unknown, seen: { ifMatch?: string }): Promise<unknown>;
}) {
  const { console } = useTexts();
  const { settings: says } = useAdminWords();
  const may = useMay()("settings.write") && setElsewhere === undefined;
  const { authority } = useSession();
  const nameOf = useAuthorityName();
  const queries = useQueryClient();
  const [saved, count] = useState(0);
  const standing = async (): Promise<Standing<Value>> => {
    const { value, etag } = await read();
    if (value === undefined) throw new TypeError("nothing was known of it before");
    return { value, etag };
  };
  const of = useQuery({ queryKey: [serviceOf(name), "setting", name], queryFn: standing });
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
        {(now) =>
          may ? (
            <ChangeForm<Standing<Value>>
              key={`${saved} ${JSON.stringify(now.value)}`}
              schema={schema}
              known={known}
              draft={`setting/${name}`}
              now={now}
              versionOf={({ value }) => JSON.stringify(value)}
              newest={standing}
              first={({ value }) => value}
              differences={({ from, now: by }) => <Replaced lines={lines(from.value)} by={lines(by.value)} />}
              submit={console.common.save}
              send={(body, { now: { etag } }) => send(body, etag === null ? {} : { ifMatch: etag })}
              done={() =>
                void changed(queries, "inspection", "disclosure").then(() => count((times) => times + 1))
              }
            />
          ) : (
            <Descriptions
              size="small"
              column={1}
              items={lines(now.value).map(([label, children]) => ({ key: label, label, children }))}
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
