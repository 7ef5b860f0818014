import { Button, theme } from "antd";
import { useEffect, type ReactNode } from "react";
import { useTexts } from "../words/words.tsx";

/** A page: its title, which the window bears too, what can be done on it, and what it shows. */
export function Page({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  const { console } = useTexts();
  useEffect(() => {
    document.title = `${title} · ${console.shell.name}`;
  }, [title, console]);
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <span className="grow" />
        {extra}
      </div>
      {children}
    </>
  );
}

/** A part of a page with a background of its own. */
export function Card({ title, extra, children }: { title?: string; extra?: ReactNode; children: ReactNode }) {
  const { token } = theme.useToken();
  return (
    <section
      className="card"
      style={{ background: token.colorBgContainer, border: `1px solid ${token.colorBorderSecondary}` }}
    >
      {title === undefined ? null : (
        <div className="page-head">
          <h2>{title}</h2>
          <span className="grow" />
          {extra}
        </div>
      )}
      {children}
    </section>
  );
}

/** Prints the page: its contents alone, as the style for paper says. */
export function PrintButton() {
  const { console } = useTexts();
  return (
    <Button className="no-print" onClick={() => globalThis.print()}>
      {console.common.print}
    </Button>
  );
}

/** A wide table without anything to press, which whoever has no mouse scrolls by its keys. */
export function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} style={{ overflowX: "auto" }}>
      {children}
    </div>
  );
}
