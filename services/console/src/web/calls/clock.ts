import { shanghaiDate } from "@shuangsui/workdays";
import { useQuery } from "@tanstack/react-query";
import { asked } from "./services.ts";

/** What time it is by the services' clock, which is none of this browser where it is a demonstration's; undefined until that was told. */
export function useNow(): string | undefined {
  return useQuery({ ...asked("inspection", "getClock", {}), staleTime: 60_000 }).data?.now;
}

/** The day in Asia/Shanghai by that clock. */
export function useToday(): string | undefined {
  const now = useNow();
  return now === undefined ? undefined : shanghaiDate(new Date(now));
}
