import { filledIn, problems, type ProblemCode, type ProblemEntry } from "@shuangsui/contracts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Input, theme } from "antd";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { articleOf } from "./articles.ts";
import { regulation } from "./regulation.ts";

const refusals: readonly (readonly [ProblemCode, ProblemEntry])[] = Object.entries(problems).map(
  ([code, entry]) => [code as ProblemCode, entry],
);

/** The regulation, article by article, with the steps that rest on each and the refusals that hold it; searched as one types. */
export function Help() {
  const { words, console, language } = useTexts();
  const { token } = theme.useToken();
  const { q = "", article } = useSearch({ from: "/help" });
  const navigate = useNavigate({ from: "/help" });
  const commands: Readonly<Record<string, string>> = {
    ...words.planCommand,
    ...words.campaignCommand,
    ...words.inspectionCommand,
    approve: console.inspection.approve,
  };
  const wanted = q.trim().toLowerCase();
  const parts = regulation
    .map(([number, paragraphs]) => ({
      number,
      title: filledIn(console.help.article, { article: number }),
      paragraphs,
      steps: Object.entries(articleOf).flatMap(([command, of]) =>
        of === number ? (commands[command] ?? []) : [],
      ),
      refused: refusals.filter(([, entry]) => entry.article === number),
    }))
    .filter(({ number, title, paragraphs, steps, refused }) =>
      article !== undefined
        ? String(number) === article
        : [title, ...paragraphs, ...steps, ...refused.flatMap(([code, { zh, en }]) => [code, zh, en])].some(
            (text) => text.toLowerCase().includes(wanted),
          ),
    );
  return (
    <Page title={console.help.title}>
      <Input.Search
        allowClear
        aria-label={console.help.search}
        placeholder={console.help.search}
        value={article === undefined ? q : filledIn(console.help.article, { article })}
        onChange={({ target }) =>
          void navigate({ search: target.value === "" ? {} : { q: target.value }, replace: true })
        }
        style={{ maxWidth: 420, marginBlockEnd: 12 }}
        className="no-print"
      />
      {parts.length === 0 ? <Empty description={filledIn(console.shell.nothingFound, { text: q })} /> : null}
      {parts.map(({ number, title, paragraphs, steps, refused }) => (
        <Card key={number} title={title}>
          {paragraphs.map((paragraph) => (
            <p key={paragraph} lang="zh-CN">
              {paragraph}
            </p>
          ))}
          {steps.length === 0 ? null : (
            <p>
              {console.help.steps} {steps.join(words.comma)}
            </p>
          )}
          {refused.length === 0 ? null : (
            <>
              {console.help.refusals}
              <ul>
                {refused.map(([code, entry]) => (
                  <li key={code}>
                    {entry[language]} <code style={{ color: token.colorTextDescription }}>{code}</code>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Card>
      ))}
    </Page>
  );
}
