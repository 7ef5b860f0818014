import { Link } from "@tanstack/react-router";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** An address that is no page's. */
export function NotFound() {
  const { console } = useTexts();
  return (
    <Page title={console.shell.notFound}>
      <Card>
        <p>{console.shell.notFoundAdvice}</p>
        <Link to="/">{console.shell.toStart}</Link>
      </Card>
    </Page>
  );
}
