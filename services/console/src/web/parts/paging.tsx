import { Button, Space } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../words/words.tsx";

/** Leads through the pages of a list: to its first one, and to the one that begins at `next`. */
export function Paging({
  after,
  next,
  goOn,
  children,
}: {
  after: string | undefined;
  next: string | null | undefined;
  goOn(after: string | undefined): void;
  children?: ReactNode;
}) {
  const { console } = useTexts();
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
