import type { TextReviewState } from "@shuangsui/contracts";
import { Badge } from "antd";
import { useInspectionWords } from "../inspections/inspection-words.ts";

const kinds = { waiting: "processing", passed: "success", returned: "warning" } as const;

/** Where a review stands. */
export function ReviewState({ state }: { state: TextReviewState }) {
  const { textReviewState } = useInspectionWords();
  return <Badge status={kinds[state]} text={textReviewState[state]} />;
}
