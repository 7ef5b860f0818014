import type { tipView } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { Badge } from "antd";
import type { z } from "zod";
import { useTexts } from "../words/words.tsx";

export type Tip = z.infer<typeof tipView>;

/** Whether it waits, was dismissed, or is inspected: which inspection it brought about. */
export function TipState({ tip: { status, inspection } }: { tip: Tip }) {
  const { words, console } = useTexts();
  if (inspection === null)
    return <Badge status={status === "open" ? "processing" : "default"} text={words.tipStatus[status]} />;
  return (
    <Badge
      status="success"
      text={
        <Link to="/inspections/$id" params={{ id: inspection.id }}>
          {console.tips.inspected}
        </Link>
      }
    />
  );
}
