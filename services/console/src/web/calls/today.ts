import { shanghaiDate } from "@shuangsui/workdays";
import { useQuery } from "@tanstack/react-query";
import { asked } from "./services.ts";

/** Today in Asia/Shanghai, YYYY-MM-DD, by the installation's clock, which may be a demonstration's; by this computer's until that is known. */
export function useToday(): string {
  const { data } = useQuery({ ...asked("inspection", "getClock", {}), staleTime: 60_000 });
  return shanghaiDate(data === undefined ? new Date() : new Date(data.now));
}
