import { filledIn, type PlanPreview } from "@shuangsui/contracts";
import { useQueries } from "@tanstack/react-query";
import { Alert } from "antd";
import { useState } from "react";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { usePlannerWords } from "../words/planner.ts";

type Shared = PlanPreview["entries"][number]["alsoIn"][number];

/** The targets that another entry has as well: what becomes of them, and who they are as far as the reader may know (article 21). */
export function SharedTargets({
  shared: { title, targetKind, population, twice, codes },
}: {
  shared: Shared;
}) {
  const { preview } = usePlannerWords();
  const [opened, open] = useState(false);
  const summary = codes.length === 0 ? null : filledIn(preview.shared, { count: codes.length });
  return (
    <Alert
      type={twice ? "warning" : "info"}
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={filledIn(twice ? preview.sharedTwice : preview.sharedOnce, { title, population })}
      description={
        summary === null ? (
          preview.sharedUnknown
        ) : (
          <details onToggle={({ currentTarget }) => open(currentTarget.open)}>
            <summary>{summary}</summary>
            {opened ? <Named codes={codes} kind={targetKind} /> : null}
          </details>
        )
      }
    />
  );
}

function Named({ codes, kind }: { codes: readonly string[]; kind: Shared["targetKind"] }) {
  const may = useMay();
  const cards = useQueries({
    queries: codes.map((code) => ({
      ...asked("registry", "getTargetsByKindByCode", { params: { kind, code } }),
      enabled: may("registry.read"),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  });
  return (
    <ul>
      {codes.map((code, index) => (
        <li key={code}>
          <span className="name">{cards[index]?.data?.name}</span> <code>{code}</code>
        </li>
      ))}
    </ul>
  );
}
