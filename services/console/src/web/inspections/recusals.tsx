import { recusalDecision, type InspectionDetail } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Table } from "antd";
import { useState } from "react";
import { call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { Card, Scrolled } from "../parts/page.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { reasonOf, type Explained } from "./due-reasons.ts";
import { useInspectionWords } from "./inspection-words.ts";
import { useTeamNames } from "./names.ts";
import { Stated } from "./paper.tsx";

type Recusal = InspectionDetail["recusals"][number];

/** The recusals that were asked for, and their decision by another person (article 24). */
export function Recusals({
  inspection,
  explain,
}: {
  inspection: InspectionDetail;
  explain(reason: Explained): void;
}) {
  const { id, authority, recusals, dueTimes } = inspection;
  const { words, console } = useTexts();
  const { papers } = useInspectionWords();
  const { member } = useTeamNames(inspection);
  const may = useMay();
  const queries = useQueryClient();
  const [deciding, decide] = useState<string | null>(null);
  if (recusals.length === 0) return null;
  const outcomeOf = ({ granted, decidedAt }: Recusal) => {
    if (decidedAt === null) return null;
    return `${granted === true ? console.inspection.granted : console.inspection.refused} ${timeText(decidedAt)}`;
  };
  return (
    <Card title={console.inspection.recusals}>
      <Scrolled label={console.inspection.recusals}>
        <Table<Recusal>
          rowKey="id"
          size="small"
          pagination={false}
          dataSource={[...recusals]}
          columns={[
            { title: console.field.number, dataIndex: "number", render: member },
            {
              title: console.field.ground,
              dataIndex: "ground",
              render: (ground: Recusal["ground"]) => words.recusalGround[ground],
            },
            {
              title: console.field.declaredBy,
              dataIndex: "declaredBy",
              render: (by: Recusal["declaredBy"]) => words.recusalDeclarer[by],
            },
            {
              title: words.label.due,
              dataIndex: "due",
              render: (due: string) => {
                const reason = reasonOf({ dueTimes }, due, "recusal");
                return (
                  <>
                    <span className="number">{dueText(due)}</span>
                    {reason === undefined ? null : (
                      <Button size="small" type="link" onClick={() => explain(reason)}>
                        {console.inspection.whyThen}
                      </Button>
                    )}
                  </>
                );
              },
            },
            {
              title: words.label.outcome,
              render: (_: unknown, recusal) =>
                outcomeOf(recusal) ??
                (may("recusal.decide", authority) ? (
                  <Button size="small" onClick={() => decide(recusal.id)}>
                    {words.inspectionCommand["decide-recusal"]}
                  </Button>
                ) : (
                  console.inspection.open
                )),
            },
          ]}
        />
      </Scrolled>
      <Drawer
        open={deciding !== null}
        title={words.inspectionCommand["decide-recusal"]}
        size={560}
        onClose={() => decide(null)}
        destroyOnHidden
      >
        {deciding === null ? null : (
          <Stated
            inspection={inspection}
            title={papers.recusal}
            of={({ kind, content }) => kind === "recusal" && content["recusalId"] === deciding}
          />
        )}
        {deciding === null ? null : (
          <BodyForm
            schema={recusalDecision}
            draft={`${id}/recusal/${deciding}`}
            done={() => {
              decide(null);
              void changed(queries, "inspection");
            }}
            send={(body, idempotencyKey) =>
              call.inspection.postInspectionsByIdRecusalsByRecusalIdDecision({
                params: { id, recusalId: deciding },
                body: recusalDecision.parse(body),
                idempotencyKey,
              })
            }
          />
        )}
      </Drawer>
    </Card>
  );
}
