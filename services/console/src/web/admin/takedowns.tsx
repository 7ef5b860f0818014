import { takedownCause, type OfficialTakedown } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { asked } from "../calls/services.ts";
import { useSession } from "../calls/session.tsx";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { Filters } from "../parts/filters.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";

/** Results that are public no more (信用修复管理办法), each with why, and the inspection at which that was decided. */
export function Takedowns() {
  const { words } = useTexts();
  const { takedowns: says } = useAdminWords();
  const nameOf = useAuthorityName();
  const { portalUrl } = useSession();
  const authorities = useVisibleAuthorities();
  const { authority, cause, after } = useSearch({ from: "/admin" });
  const navigate = useNavigate({ from: "/admin" });
  const found = useQuery(
    asked("disclosure", "getTakedowns", {
      query: { authority, cause: takedownCause.safeParse(cause).data, after },
    }),
  );
  return (
    <>
      <p>{says.about}</p>
      <Filters
        filters={[
          {
            name: "cause",
            label: words.label.cause,
            options: takedownCause.options.map((value) => ({ value, label: words.takedownCause[value] })),
          },
          ...(authorities.length > 1
            ? [{ name: "authority", label: words.label.authority, options: authorities }]
            : []),
        ]}
        chosen={{ authority, cause }}
        choose={(chosen) => void navigate({ search: { ...chosen, tab: "takedowns" } })}
      />
      <ListTable<OfficialTakedown>
        found={found}
        rowKey="id"
        width={900}
        label={says.tab}
        empty={says.none}
        columns={[
          {
            title: words.label.title,
            render: (_: unknown, { title, kind, subjectId }) =>
              kind === "result" ? (
                <Link to="/inspections/$id" params={{ id: subjectId }} className="name" title={says.decided}>
                  {title}
                </Link>
              ) : (
                title
              ),
          },
          { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
          {
            title: words.label.matterClass,
            dataIndex: "class",
            render: (one: OfficialTakedown["class"]) =>
              one === null ? words.label.none : words.matterClass[one],
          },
          {
            title: words.label.cause,
            dataIndex: "cause",
            render: (one: OfficialTakedown["cause"]) => words.takedownCause[one],
          },
          { title: words.label.publishedAt, dataIndex: "publishedAt", className: "day", render: timeText },
          { title: words.label.takenDownAt, dataIndex: "takenDownAt", className: "day", render: timeText },
          {
            title: words.label.notice,
            dataIndex: "url",
            render: (url: string) => (
              <a href={`${portalUrl}${url}`} target="_blank" rel="noreferrer">
                {says.kept}
              </a>
            ),
          },
        ]}
      />
    </>
  );
}
