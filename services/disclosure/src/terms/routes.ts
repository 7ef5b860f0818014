import { publicationTerms, settingSources } from "@shuangsui/contracts";
import { callerOf, etagOfValue, notModified, readOnly, type App, type Frame } from "@shuangsui/service-kit";
import { storable } from "../storable.ts";
import type { Work } from "../tables.ts";
import { setTerms, termsOf, termsSource } from "./store.ts";

const tags = ["settings"];

/** For how long an authority's results stay public (信用修复管理办法). What is public keeps the term that it got. */
export function termRoutes(app: App, { database, clock }: Pick<Frame<Work>, "database" | "clock">): void {
  const url = "/api/v1/settings/publication-terms";
  app.get(
    "/api/v1/settings",
    { config: { action: "settings.read" }, schema: { tags, response: { 200: settingSources } } },
    async (request) => {
      const { authority } = callerOf(request);
      return {
        items: [await database.as(authority, (work) => termsSource(work, authority), readOnly)],
      };
    },
  );
  app.get(
    url,
    {
      config: { action: "settings.read" },
      schema: { tags, response: { 200: publicationTerms, ...notModified } },
    },
    async (request, reply) => {
      const { authority } = callerOf(request);
      const terms = await database.as(authority, (work) => termsOf(work, authority), readOnly);
      reply.header("etag", etagOfValue(terms));
      return terms;
    },
  );
  app.put(
    url,
    {
      config: { action: "settings.write", ifMatch: "optional" },
      schema: { tags, body: storable(publicationTerms), response: { 200: publicationTerms } },
    },
    async (request) => {
      const { authority, actor } = callerOf(request);
      await database.as(authority, async (work) =>
        setTerms(
          work,
          { ...request.body, authority, actor, at: await clock.now(work) },
          request.headers["if-match"],
        ),
      );
      return request.body;
    },
  );
}
