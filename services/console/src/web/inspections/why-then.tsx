import { lazy, Suspense, useState } from "react";
import { Button } from "antd";
import { whenThere } from "../calls/later.ts";
import { useTexts } from "../words/words.tsx";
import type { Explained, Left } from "./due-reasons.ts";

const DueExplained = lazy(
  whenThere(() =>
    import("./due-explained.tsx").then(({ DueExplained: component }) => ({ default: component })),
  ),
);

/** Leads from a due time to its reason; nothing where none is known. */
export function WhyThen({
  of,
  authority,
  left = null,
}: {
  of: Explained | undefined;
  authority: string;
  /** How much of it is left, where it is awaited. */
  left?: Left | null;
}) {
  const { console } = useTexts();
  const [isOpen, open] = useState(false);
  if (of === undefined) return null;
  return (
    <>
      <Button size="small" type="link" className="no-print" onClick={() => open(true)}>
        {console.inspection.whyThen}
      </Button>
      <Suspense fallback={null}>
        <DueExplained of={isOpen ? of : null} authority={authority} left={left} close={() => open(false)} />
      </Suspense>
    </>
  );
}
