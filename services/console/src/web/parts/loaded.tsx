import type { UseQueryResult } from "@tanstack/react-query";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../words/words.tsx";
import { Failed } from "./failed.tsx";

/** A page of one thing: shown once it is there, also while it is asked for again in vain. */
export function Loaded<T>({
  of: { data, error, refetch },
  children,
}: {
  of: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  children(data: T): ReactNode;
}) {
  const { console } = useTexts();
  if (data !== undefined) return children(data);
  if (error !== null)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  return <Skeleton active aria-label={console.common.loading} />;
}
