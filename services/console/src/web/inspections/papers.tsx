import type { InspectionDetail } from "@shuangsui/contracts";
import { Button, Table } from "antd";
import { useState } from "react";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Scrolled } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useInspectionWords } from "./inspection-words.ts";
import { useTeamNames } from "./names.ts";
import { PaperModal, usePapers, usePaperTitle, type Paper } from "./paper.tsx";

const keyOf = ({ kind, version }: Paper) => `${kind}-${version}`;

/** All papers of an inspection, each to be read and printed (articles 25–30). */
export function Papers({ inspection }: { inspection: InspectionDetail }) {
  const { words, console } = useTexts();
  const { papers: says } = useInspectionWords();
  const titleOf = usePaperTitle();
  const { member } = useTeamNames(inspection);
  const found = usePapers(inspection);
  const [opened, open] = useState<string | null>(null);
  const shown = found.data?.find((paper) => keyOf(paper) === opened);
  return (
    <Card title={says.title}>
      <Loaded of={found}>
        {(all) =>
          all.length === 0 ? (
            says.none
          ) : (
            <Scrolled label={says.title}>
              <Table<Paper>
                rowKey={keyOf}
                size="small"
                pagination={{ pageSize: 50, hideOnSinglePage: true }}
                dataSource={all}
                columns={[
                  { title: says.kind, render: (_: unknown, paper) => titleOf(paper) },
                  {
                    title: says.at,
                    dataIndex: "at",
                    width: 150,
                    render: (at: string) => <span className="number">{timeText(at)}</span>,
                  },
                  {
                    title: says.signers,
                    dataIndex: "signatures",
                    render: (signatures: Paper["signatures"]) =>
                      signatures?.map(({ number }) => member(number)).join(words.comma),
                  },
                  {
                    title: console.common.operate,
                    width: 90,
                    render: (_: unknown, paper) => (
                      <Button
                        size="small"
                        aria-label={`${says.see} ${titleOf(paper)}`}
                        onClick={() => open(keyOf(paper))}
                      >
                        {says.see}
                      </Button>
                    ),
                  },
                ]}
              />
            </Scrolled>
          )
        }
      </Loaded>
      {shown === undefined ? null : (
        <PaperModal inspection={inspection} paper={shown} close={() => open(null)} />
      )}
    </Card>
  );
}
