import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Space } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../words/words.tsx";

/** Leads through the pages of a list: to its first one, and to the one that begins at `next`. Where a page begins stands in the address, by that name. */
export function Paging({
  next,
  place = "after",
  children,
}: {
  next: string | null | undefined;
  place?: "after" | "versions";
  children?: ReactNode;
}) {
  const { console } = useTexts();
  const after = useSearch({ strict: false, select: (search) => search[place] });
  const navigate = useNavigate();
  const goOn = (to: string | undefined) =>
    void navigate({ to: ".", search: (before) => ({ ...before, [place]: to }) });
  return (
    <Space style={{ marginBlockStart: 12 }}>
      <Button disabled={after === undefined} onClick={() => goOn(undefined)}>
        {console.common.firstPage}
      </Button>
      <Button disabled={(next ?? null) === null} onClick={() => goOn(next ?? undefined)}>
        {console.common.next}
      </Button>
      {children}
    </Space>
  );
}
