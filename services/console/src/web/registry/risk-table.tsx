import { filledIn, type riskTable } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import type { z } from "zod";
import { asked } from "../calls/services.ts";
import { Loaded } from "../parts/loaded.tsx";
import { useTexts } from "../words/words.tsx";
import { useRegistryWords } from "./registry-words.ts";

type RiskRow = z.infer<typeof riskTable>["items"][number]["rows"][number];

/** The published tables by which risk classes are found, the newest first (article 21). */
export function RiskTable() {
  const { words } = useTexts();
  const { credit } = useRegistryWords();
  const { reasons } = credit;
  const found = useQuery(asked("registry", "getRiskTable", {}));
  return (
    <Loaded of={found}>
      {({ items }) =>
        items.map(({ version, from, months, rows }) => (
          <section key={version}>
            <p>{filledIn(credit.tableOf, { version, from, months })}</p>
            <Table<RiskRow>
              rowKey={({ riskClass, reason, atLeast }) => `${riskClass} ${reason} ${atLeast}`}
              size="small"
              pagination={false}
              dataSource={[...rows]}
              columns={[
                {
                  title: words.label.riskClass,
                  dataIndex: "riskClass",
                  width: 90,
                  render: (one: RiskRow["riskClass"]) => words.riskClass[one],
                },
                {
                  title: credit.condition,
                  render: (_: unknown, { reason, atLeast }) =>
                    atLeast > 1
                      ? filledIn(credit.atLeast, { reason: reasons[reason], count: atLeast })
                      : reasons[reason],
                },
                {
                  title: credit.without,
                  dataIndex: "without",
                  render: (without: RiskRow["without"]) =>
                    without.map((one) => reasons[one]).join(words.comma) || words.label.none,
                },
              ]}
            />
          </section>
        ))
      }
    </Loaded>
  );
}
