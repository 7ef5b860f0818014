import { filledIn, type RegisterKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { asked } from "../calls/services.ts";
import { useTexts } from "../words/words.tsx";
import { operationsOf } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";

type Counted = { count?: { number: number; isMore: boolean } | undefined };

/** How many entries a list has of which it is known that they are more than so many: counted to the end once somebody asks for that. */
export function FullCount({
  register,
  query,
  moreThan,
}: {
  register: RegisterKind;
  /** What the list is narrowed by. */
  query: Readonly<Record<string, string | undefined>>;
  moreThan: number;
}) {
  const { console } = useTexts();
  const { fullCount } = useRegistryWords();
  const [isAsked, ask] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    ...asked("registry", operationsOf[register].list, {
      query: { ...query, limit: "1", count: "exact" } as never,
    }),
    enabled: isAsked,
    // Counted once more only where somebody here has changed something, or asks for it.
    staleTime: Infinity,
  });
  const count = (data as Counted | undefined)?.count;
  const isKnown = count?.isMore === false;
  const said = isKnown
    ? filledIn(console.registry.count, { count: count.number })
    : filledIn(console.registry.countMore, { count: moreThan });
  const isInVain = !isFetching && (error !== null || count?.isMore === true);
  return (
    <span role="status">
      {said} {isInVain ? fullCount.inVain : null}
      {isKnown ? null : (
        <Button
          type="link"
          size="small"
          loading={isFetching}
          onClick={() => (isAsked ? void refetch() : ask(true))}
        >
          {isFetching ? fullCount.counting : fullCount.ask}
        </Button>
      )}
    </span>
  );
}
