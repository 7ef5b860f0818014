import { filledIn, type unusedItems } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Empty, Table } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { asked } from "../calls/services.ts";
import { Loaded } from "../parts/loaded.tsx";
import { useStacked } from "../parts/stacked.tsx";
import { StepDrawer } from "../parts/step-drawer.tsx";
import { useTexts } from "../words/words.tsx";
import { useRegistryWords } from "./registry-words.ts";

type UnusedItem = z.infer<typeof unusedItems>["items"][number];

/** Shows the items of one's own authority that have been on its list for five years, and by which nobody was inspected in them (article 8). */
export function UnusedItems() {
  const { unused } = useRegistryWords();
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button onClick={() => open(true)}>{unused.title}</Button>
      <StepDrawer title={isOpen ? unused.title : undefined} article={8} close={() => open(false)}>
        <Unused leave={() => open(false)} />
      </StepDrawer>
    </>
  );
}

/** These items; `leave` is called where one is gone to. */
function Unused({ leave }: { leave(): void }) {
  const { words } = useTexts();
  const { unused } = useRegistryWords();
  const stacked = useStacked<UnusedItem>();
  const found = useQuery(asked("inspection", "getItemsUnused", {}));
  const { code, name, validFrom, validTo } = words.registryField;
  return (
    <Loaded of={found}>
      {({ since, items }) => (
        <>
          {items.length === 0 ? null : <p>{filledIn(unused.since, { since })}</p>}
          <Table<UnusedItem>
            rowKey="code"
            size="small"
            pagination={false}
            locale={{ emptyText: <Empty description={unused.none} /> }}
            dataSource={items}
            {...stacked([
              {
                title: name,
                dataIndex: "name",
                render: (called: string, item) => (
                  <Link to="/registry" search={{ tab: "items", entry: item.code }} onClick={leave}>
                    {called}
                  </Link>
                ),
              },
              { title: code, dataIndex: "code" },
              { title: validFrom, dataIndex: "validFrom" },
              {
                title: validTo,
                dataIndex: "validTo",
                render: (day: string | null) => day ?? words.label.none,
              },
              {
                title: unused.lastUsedOn,
                dataIndex: "lastUsedOn",
                render: (day: string | null) => day ?? unused.never,
              },
            ])}
          />
        </>
      )}
    </Loaded>
  );
}
