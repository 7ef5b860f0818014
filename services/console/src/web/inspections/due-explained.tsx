import { filledIn } from "@shuangsui/contracts";
import { shanghaiDate } from "@shuangsui/workdays";
import { useQuery } from "@tanstack/react-query";
import { Modal, Skeleton, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { ArticleLink } from "../help/article-link.tsx";
import { Failed } from "../parts/failed.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { standingText, type Explained, type Left } from "./due-reasons.ts";
import { useInspectionWords } from "./inspection-words.ts";

const colors = {
  counted: "processing",
  "worked-in-exchange": "processing",
  weekend: "default",
  holiday: "warning",
} as const;

/** Why a due time is what it is: its rule and article, what began it, and each day from then on, counted or not, by which notice. */
export function DueExplained({
  of,
  authority,
  left,
  close,
}: {
  of: Explained | null;
  authority: string;
  /** How much of it is left, where that is known. */
  left: Left | null;
  close(): void;
}) {
  const { due: says } = useInspectionWords();
  return (
    <Modal open={of !== null} title={says.title} onCancel={close} footer={null} width={680} destroyOnHidden>
      {of === null ? null : <Reason of={of} authority={authority} left={left} />}
    </Modal>
  );
}

function Reason({ of, authority, left }: { of: Explained; authority: string; left: Left | null }) {
  const { due: says } = useInspectionWords();
  const { from, workdays } = of;
  const standing = standingText(of.due, left, says);
  return (
    <>
      <p>{filledIn(says.rule[of.rule], { days: workdays ?? 0 })}</p>
      <p>
        <ArticleLink article={articleOf[of.rule]} />
      </p>
      {from === null ? null : (
        <p>
          {filledIn(workdays === null ? says.beganAt : says.began, {
            what: says.beganBy[from.what],
            at: timeText(from.at),
          })}
        </p>
      )}
      {from === null || workdays === null ? null : (
        <Days
          due={of.due}
          authority={authority}
          after={shanghaiDate(new Date(from.at))}
          workdays={workdays}
        />
      )}
      {standing === null ? null : (
        <p>
          <strong>{standing}</strong>
        </p>
      )}
    </>
  );
}

/** The article on which each due time rests. */
const articleOf: Readonly<Record<Explained["rule"], number>> = {
  recusal: 24,
  "recusal-decision": 24,
  window: 25,
  approval: 25,
  report: 29,
  feedback: 30,
  objection: 30,
  result: 30,
  path: 27,
  supervision: 4,
  "plan-publication": 16,
  "plan-adjustment": 17,
  "entry-window": 18,
  "campaign-window": 22,
  contribution: 23,
  reveal: 23,
};

/** The days of a period, and where it ends by today's calendar. */
function Days({
  due,
  authority,
  after,
  workdays,
}: {
  due: string;
  authority: string;
  after: string;
  workdays: number;
}) {
  const { console } = useTexts();
  const { due: says } = useInspectionWords();
  const { data, error, refetch } = useQuery(
    asked("inspection", "getCalendarExplain", {
      query: { authority, after, workdays: String(workdays) },
    }),
  );
  if (error !== null)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active aria-label={console.common.loading} />;
  return (
    <>
      <Table
        rowKey="day"
        size="small"
        pagination={{ pageSize: 15, hideOnSinglePage: true }}
        dataSource={[{ day: after, kind: null, number: null, notice: null }, ...data.days]}
        columns={[
          { title: console.inspection.day, dataIndex: "day" },
          {
            title: console.inspection.counts,
            dataIndex: "kind",
            render: (kind: keyof typeof colors | null) =>
              kind === null ? says.begins : <Tag color={colors[kind]}>{console.dayKind[kind]}</Tag>,
          },
          { title: console.inspection.nth, dataIndex: "number" },
          {
            title: console.inspection.byNotice,
            render: (_: unknown, { notice }) => (notice === null ? "" : `${notice.name} ${notice.number}`),
          },
        ]}
      />
      <p>{filledIn(says.ends, { days: workdays, on: data.on, due: dueText(data.dueAt) })}</p>
      {data.dueAt === due ? null : <p>{filledIn(says.kept, { due: dueText(data.dueAt) })}</p>}
      {data.provisional ? <p>{says.provisional}</p> : null}
    </>
  );
}
