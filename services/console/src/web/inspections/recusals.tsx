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

type Recusal = InspectionDetail["recusals"][number];

/** The recusals that were asked for, and their decision by another person (article 24). */
export function Recusals({ inspection: { id, authority, recusals } }: { inspection: InspectionDetail }) {
  const { words, console } = useTexts();
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
            { title: console.field.number, dataIndex: "number", width: 80 },
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
            { title: words.label.due, dataIndex: "due", render: (due: string) => dueText(due) },
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
