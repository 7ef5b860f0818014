import { noTownship, type Township } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useTexts } from "../words/words.tsx";
import { useAuthorityName } from "./authority.tsx";

/** The townships that the registry knows, by their codes, and what a division is called: by its code alone where it has no name, or until it is known. */
export function useTownships(wanted = true): {
  townships: ReadonlyMap<string, Township>;
  divisionName: (code: string) => string;
} {
  const { console } = useTexts();
  const may = useMay();
  const nameOf = useAuthorityName();
  const { data } = useQuery({
    ...asked("registry", "getTownships", {}),
    enabled: wanted && may("township.read"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const townships = new Map(data?.items.map((one) => [one.code, one]));
  return {
    townships,
    divisionName: (code) =>
      code === noTownship ? console.board.noTownship : (townships.get(code)?.name ?? nameOf(code)),
  };
}

/** What a division is called. */
export function Division({ code }: { code: string | null }) {
  const { words } = useTexts();
  const { divisionName } = useTownships(code !== null);
  return code === null ? words.label.none : divisionName(code);
}
