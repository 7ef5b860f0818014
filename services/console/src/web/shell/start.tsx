import { Navigate } from "@tanstack/react-router";
import { useMay } from "../calls/session.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { sections } from "./sections.tsx";

/** Where somebody begins: the first section that the roles may see; whoever reads no inspections has more to do elsewhere than at the workbench. */
export function Start() {
  const { console } = useTexts();
  const may = useMay();
  const first = sections.find(
    ({ path, actions }) =>
      actions.some((action) => may(action)) && (path !== "/workbench" || may("inspection.read")),
  );
  if (first !== undefined) return <Navigate to={first.path} replace />;
  return (
    <Page title={console.shell.nothingForRoles}>
      <Card>{console.shell.nothingForRolesAdvice}</Card>
    </Page>
  );
}
