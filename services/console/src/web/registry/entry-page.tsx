import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { InspectionTable } from "../inspections/table.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Page } from "../parts/page.tsx";
import { NotFound } from "../shell/not-found.tsx";
import { useTexts } from "../words/words.tsx";
import { Entry } from "./entry.tsx";
import { operationsOf, registerPages, type RegisterPage, type Row } from "./registers.ts";

/** One entry of a register at an address of its own, with the inspections of a target. */
export function EntryPage() {
  const { kind, id } = useParams({ from: "/registry/$kind/$id" });
  const { words } = useTexts();
  const register = registerPages(words).find((one) => one.kind === kind);
  return register === undefined ? <NotFound /> : <Shown register={register} id={id} />;
}

function Shown({ register, id }: { register: RegisterPage; id: string }) {
  const { console } = useTexts();
  const mayRead = useMay()("inspection.read");
  const found = useQuery(
    asked("registry", operationsOf[register.kind].entry, { params: { ref: id }, query: {} }),
  );
  const isTarget = register.kind === "entities" || register.kind === "projects";
  return (
    <Loaded of={found}>
      {(given) => {
        const entry = given as Row;
        return (
          <Page
            title={typeof entry["name"] === "string" ? entry["name"] : id}
            extra={
              <Link to="/registry" search={{ tab: register.kind }}>
                {console.register[register.kind]}
              </Link>
            }
          >
            <Card>
              <Entry register={register} entry={entry} />
            </Card>
            {isTarget && mayRead ? (
              <Card title={console.menu.inspections}>
                <InspectionTable query={{ targets: id }} limit={50} empty={console.common.empty} />
              </Card>
            ) : null}
          </Page>
        );
      }}
    </Loaded>
  );
}
