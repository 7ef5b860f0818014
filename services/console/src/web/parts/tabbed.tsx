import { Grid, Select, Tabs } from "antd";
import { Fragment, type ReactNode } from "react";

/** Parts of a page of which one is shown, chosen by tabs, or from a list in a window that is narrower than all tabs. */
export function Tabbed({
  narrow,
  label,
  chosen,
  choose,
  parts,
}: {
  /** The breakpoint below which the tabs have no room. */
  narrow: "md" | "xl";
  label: string;
  chosen: string;
  choose(key: string): void;
  parts: readonly { key: string; label: string; children: ReactNode }[];
}) {
  // More tabs than there is room for are hidden from whoever reads by ear.
  const isNarrow = Grid.useBreakpoint()[narrow] === false;
  if (!isNarrow) return <Tabs activeKey={chosen} destroyOnHidden onChange={choose} items={[...parts]} />;
  return (
    <>
      <Select
        aria-label={label}
        value={chosen}
        onChange={choose}
        options={parts.map(({ key, label: said }) => ({ value: key, label: said }))}
        style={{ width: "100%", marginBlockEnd: 12 }}
      />
      {parts
        .filter(({ key }) => key === chosen)
        .map(({ key, children }) => (
          <Fragment key={key}>{children}</Fragment>
        ))}
    </>
  );
}
