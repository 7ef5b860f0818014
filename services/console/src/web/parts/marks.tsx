import { filledIn, type itemMarks } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import type { z } from "zod";
import { call } from "../calls/services.ts";
import { useTexts } from "../words/words.tsx";

type Marks = z.infer<typeof itemMarks>["items"];

/** What stands against the items that a plan or a campaign rests on: a basis that is repealed, an item that is out of force (article 8). */
export function Marks({ kind, id }: { kind: "plan" | "campaign"; id: string }) {
  const { words, console } = useTexts();
  const params = { id };
  // Beside the inspection service's own: what happens to checks does not change it.
  const { data } = useQuery({
    queryKey: ["marks", kind, id],
    queryFn: () =>
      kind === "plan"
        ? call.inspection.getPlansByIdMarks({ params })
        : call.inspection.getCampaignsByIdMarks({ params }),
    staleTime: 60_000,
  });
  if (data === undefined || data.items.length === 0) return null;
  const sentencesOf = ({ repealed, inForce }: Marks[number]) => [
    ...repealed.map((basis) => filledIn(console.bases.markRepealed, basis)),
    ...(inForce ? [] : [console.bases.markNotInForce]),
  ];
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={console.bases.marks}
      description={
        <ul>
          {data.items.map((mark) => (
            <li key={mark.code}>
              {mark.code} {mark.name ?? ""}：{sentencesOf(mark).join(words.semicolon)}
            </li>
          ))}
        </ul>
      }
    />
  );
}
