import { filledIn, type PlanPreview } from "@shuangsui/contracts";
import { Table, Typography } from "antd";
import { Scrolled } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { usePlannerWords } from "../words/planner.ts";
import { percentOf } from "./percent.ts";

type Use = PlanPreview["ratioUse"][number];

/** The caps that hold for a plan, and how much of them it uses with the others of its year (article 20). */
export function CapsUsed({ preview: { caps, ratioUse, visitCap } }: { preview: PlanPreview }) {
  const { words } = useTexts();
  const { caps: says } = usePlannerWords();
  const number = { align: "end" as const, render: (count: number) => Number(count.toFixed(2)) };
  return (
    <section>
      <Typography.Title level={3} style={{ fontSize: 15 }}>
        {says.title}
      </Typography.Title>
      <ul>
        <li>{filledIn(says.ratio, { ratio: percentOf(caps.ratio) })}</li>
        <li>{filledIn(says.frequency, { count: caps.frequency })}</li>
        <li>
          {visitCap.perYear === null
            ? says.noVisitCap
            : filledIn(says.visitCap, {
                count: visitCap.perYear,
                source: visitCap.source ?? words.label.none,
              })}
        </li>
      </ul>
      {ratioUse.length === 0 ? null : (
        <Scrolled label={says.title}>
          <Table<Use>
            rowKey="targetKind"
            size="small"
            pagination={false}
            style={{ minWidth: 480 }}
            dataSource={[...ratioUse]}
            columns={[
              {
                title: words.label.target,
                dataIndex: "targetKind",
                render: (kind: Use["targetKind"]) => words.targetKind[kind],
              },
              { title: says.registry, dataIndex: "registry", align: "end" },
              { title: says.own, dataIndex: "own", ...number },
              {
                title: says.others,
                align: "end",
                render: (_: unknown, { drawn, own }) => number.render(Math.max(0, drawn - own)),
              },
              { title: says.most, dataIndex: "most", ...number },
              {
                title: says.left,
                align: "end",
                render: (_: unknown, { drawn, most }) =>
                  drawn > most ? (
                    <Typography.Text type="danger">
                      {says.above} {number.render(drawn - most)}
                    </Typography.Text>
                  ) : (
                    number.render(most - drawn)
                  ),
              },
            ]}
          />
        </Scrolled>
      )}
    </section>
  );
}
