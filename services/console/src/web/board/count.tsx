import { filledIn } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { theme } from "antd";
import { useTexts } from "../words/words.tsx";
import type { InspectionNarrowing } from "../inspections/search.ts";

/** A number that leads to its list, and how many of it are late. */
export function Count({ of, late = 0, chosen }: { of: number; late?: number; chosen: InspectionNarrowing }) {
  const { words } = useTexts();
  const { token } = theme.useToken();
  if (of === 0) return <span style={{ color: token.colorTextDescription }}>0</span>;
  return (
    <Link to="/inspections" search={chosen} className="number">
      {of}
      {late > 0 ? (
        <span style={{ color: token.colorError }}> ▲{filledIn(words.console.late, { count: late })}</span>
      ) : null}
    </Link>
  );
}

/** How much of the whole a part is, as a percentage of one decimal; a dash where there is no whole. */
export const share = (part: number, whole: number) =>
  whole === 0 ? "—" : `${Math.round((part / whole) * 1_000) / 10}%`;
