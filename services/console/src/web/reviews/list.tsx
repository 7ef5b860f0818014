import { textReviewState, type TextReviewRequest } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Typography } from "antd";
import { asked } from "../calls/services.ts";
import { useInspectionWords } from "../inspections/inspection-words.ts";
import { useActors } from "../parts/actors.ts";
import { Filters } from "../parts/filters.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Card, Page } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { ReviewState } from "./state.tsx";

/** A second pair of eyes: the texts that wait for a reviewer, and what became of others; everybody else sees those that they asked for (article 30). */
export function TextReviews() {
  const { words, console } = useTexts();
  const { textReview: says, textReviewState: states } = useInspectionWords();
  const { state, after } = useSearch({ from: "/reviews" });
  const navigate = useNavigate({ from: "/reviews" });
  const found = useQuery({
    ...asked("inspection", "getTextReviewRequests", { query: { state, after, limit: "50" } as never }),
    placeholderData: (before) => before,
  });
  const { actorText } = useActors(
    (found.data?.items ?? []).map(({ askedBy }) => ({ actor: askedBy })),
    nobody,
  );
  return (
    <Page title={console.menu.reviews}>
      <Card>
        <Typography.Paragraph>{says.about}</Typography.Paragraph>
        <Filters
          filters={[
            {
              name: "state",
              label: words.label.state,
              options: textReviewState.options.map((value) => ({ value, label: states[value] })),
            },
          ]}
          chosen={{ state }}
          choose={(chosen) => void navigate({ search: { ...chosen, after: undefined } })}
        />
        <ListTable<TextReviewRequest>
          found={found}
          rowKey="id"
          width={700}
          columns={[
            {
              title: says.subject,
              render: (_: unknown, { id, subject }) => (
                <Link to="/reviews/$id" params={{ id }} className="name">
                  {subject === null ? says.unbegun : subject.title}
                </Link>
              ),
            },
            {
              title: words.label.state,
              dataIndex: "state",
              width: 140,
              render: (one: TextReviewRequest["state"]) => <ReviewState state={one} />,
            },
            {
              title: says.askedBy,
              dataIndex: "askedBy",
              render: (by: string) => actorText(by, "text.ask"),
            },
            {
              title: says.askedAt,
              dataIndex: "askedAt",
              width: 170,
              render: (at: string) => <span className="number">{timeText(at)}</span>,
            },
          ]}
        />
      </Card>
    </Page>
  );
}

const nobody = new Map<string, string>();
