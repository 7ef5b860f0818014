import {
  authorityCode,
  authorityOf,
  knownAuthorities,
  Problem,
  riskTableKeeper,
  riskTableOrigin,
  riskTablesOf,
  wordsOf,
  type Language,
} from "@shuangsui/contracts";
import { registryEn } from "@shuangsui/contracts/registry-words/en";
import { registryZh } from "@shuangsui/contracts/registry-words/zh";
import type { Clock } from "@shuangsui/clock";
import { readOnly, systemScope, type App, type ScopedDatabase } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { standingOn } from "../risk-tables/rules.ts";
import { riskTables } from "../risk-tables/store.ts";
import type { Work } from "../tables.ts";
import type { KeptPages } from "./kept-pages.ts";
import type { PortalPages } from "./page.ts";
import { authorityName } from "./words.ts";

const config = { action: "public" } as const;
const query = z.strictObject({ language: z.enum(["zh", "en"]).default("zh") });

/**
 * The pages of the rules of risk classes, in Chinese and in English (article 21): whose there are, and of each the version in force, those to
 * come and those before.
 */
export function riskTablePages(
  pages: App,
  {
    database,
    clock,
    pages: { send, render, tellTime },
    kept,
  }: {
    database: ScopedDatabase<Work>;
    clock: Clock;
    pages: PortalPages;
    kept: KeptPages;
  },
): void {
  const read = () =>
    database.as(
      systemScope,
      async (work) => ({ tables: await riskTables(work), day: shanghaiDate(await clock.now(work)) }),
      readOnly,
    );
  /** Sends a page in a language. `view` is all that it depends on, beside the words. */
  const answer = (
    reply: FastifyReply,
    page: { path: string; template: string; title: string; askedAt: number; view: object },
    language: Language,
  ) => {
    const { path, template, title, askedAt } = page;
    const search = language === "zh" ? "" : `?language=${language}`;
    const view = {
      ...page.view,
      ...{ search, otherLanguage: language === "zh" ? "?language=en" : "?language=zh" },
      ...{ origin: riskTableOrigin, credit: (language === "zh" ? registryZh : registryEn).credit },
    };
    if (tellTime) return send(reply, template, title, view, { language });
    return kept.send(reply, {
      ...{ path: `${path}${search}`, askedAt },
      state: JSON.stringify([title, page.view]),
      render: () => render(template, title, view, language),
    });
  };

  pages.get(
    "/risk-tables",
    { config, schema: { hide: true, querystring: query } },
    async (request, reply) => {
      const askedAt = performance.now();
      const { language } = request.query;
      const { tables, day } = await read();
      const keepers = new Set(knownAuthorities().map(({ code }) => riskTableKeeper(code)));
      const items = [...keepers].flatMap((keeper) => {
        const own = riskTablesOf(tables, keeper);
        if (own.length === 0) return [];
        return { keeper, holdsFor: namesUnder(keeper, language), inForce: standingOn(own, day).inForce };
      });
      const { title } = wordsOf(language).riskRules;
      return answer(
        reply,
        { path: "/risk-tables", template: "risk-tables", title, askedAt, view: { items } },
        language,
      );
    },
  );

  pages.get(
    "/risk-tables/:authority",
    { config, schema: { hide: true, params: z.object({ authority: authorityCode }), querystring: query } },
    async (request, reply) => {
      const askedAt = performance.now();
      const { authority } = request.params;
      const { language } = request.query;
      if (authorityOf(authority) === undefined) throw new Problem("not-found");
      const { tables, day } = await read();
      const own = riskTablesOf(tables, authority);
      if (own.length === 0) throw new Problem("not-found");
      const keeper = riskTableKeeper(authority);
      const view = { keeper, holdsFor: namesUnder(keeper, language), ...standingOn(own, day) };
      const title = `${authorityName(keeper, language)} · ${wordsOf(language).riskRules.title}`;
      return answer(
        reply,
        { path: `/risk-tables/${authority}`, template: "risk-table", title, askedAt, view },
        language,
      );
    },
  );
}

/** What those are called whose rules one authority keeps, itself among them. */
const namesUnder = (keeper: string, language: Language) =>
  knownAuthorities()
    .filter(({ code }) => riskTableKeeper(code) === keeper)
    .map(({ code }) => authorityName(code, language));
