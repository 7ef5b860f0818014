import {
  filledIn,
  riskTableKeeper,
  riskTableOrigin,
  riskTablesOf,
  type RiskTable as Version,
} from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { asked } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { useTexts } from "../words/words.tsx";
import { useRegistryWords } from "./registry-words.ts";
import { SetRiskTable } from "./set-risk-table.tsx";

type RiskRow = Version["rows"][number];

/** The published versions of the rules by which risk classes are found, the newest first, and for who keeps them another one (article 21). */
export function RiskTable() {
  const { credit } = useRegistryWords();
  const nameOf = useAuthorityName();
  const may = useMay();
  const { authority } = useSession();
  const keeper = riskTableKeeper(authority);
  const found = useQuery(asked("registry", "getRiskTable", {}));
  return (
    <Loaded of={found}>
      {({ items }) => {
        const own = riskTablesOf(items, authority);
        const [newest] = own;
        return (
          <>
            {newest !== undefined && keeper === authority && may("risk-table.write") ? (
              <SetRiskTable key={newest.version} after={newest} />
            ) : null}
            {own.map(({ authority: by, version, from, months, ground, rows }) => (
              <section key={version}>
                <p>
                  {filledIn(credit.tableOf, {
                    ...{ version, from, months, ground },
                    setBy:
                      by === riskTableOrigin
                        ? credit.first
                        : filledIn(credit.setBy, { authority: nameOf(by) }),
                  })}
                </p>
                <Rows of={rows} />
              </section>
            ))}
          </>
        );
      }}
    </Loaded>
  );
}

function Rows({ of: rows }: { of: readonly RiskRow[] }) {
  const { words } = useTexts();
  const { credit } = useRegistryWords();
  const { reasons } = credit;
  return (
    <Table<RiskRow>
      rowKey={({ riskClass, of, atLeast }) => `${riskClass} ${of} ${atLeast}`}
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
          render: (_: unknown, { of, atLeast }) =>
            of === null
              ? credit.others
              : atLeast > 1
                ? filledIn(credit.atLeast, { reason: reasons[of], count: atLeast })
                : reasons[of],
        },
        {
          title: credit.without,
          dataIndex: "without",
          render: (without: RiskRow["without"]) =>
            without.map((one) => reasons[one]).join(words.comma) || words.label.none,
        },
      ]}
    />
  );
}
