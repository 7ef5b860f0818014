import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMay } from "../calls/session.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Tabbed } from "../parts/tabbed.tsx";
import { useTexts } from "../words/words.tsx";
import { LegalBases } from "./bases.tsx";
import { Certificates } from "./certificates.tsx";
import { Completeness } from "./completeness.tsx";
import { Duplicates } from "./duplicates.tsx";
import { ItemLists } from "./item-lists.tsx";
import { Merges } from "./merges.tsx";
import { Proposals } from "./proposals.tsx";
import { RegisterList } from "./register-list.tsx";
import { registerPages } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";

/** The registers, what may stand in them twice, whose certificate ends, and what is missing (articles 5, 10 to 15). */
export function Registers() {
  const { words, console } = useTexts();
  const { proposals, merges } = useRegistryWords();
  const may = useMay();
  const { tab = "entities" } = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const writes = may("registry.write");
  const items = [
    ...registerPages(words)
      // Interests are shown to who keeps them and who decides by them (article 24).
      .filter(({ kind }) => kind !== "conflicts" || may("conflict.read"))
      .map((register) => ({
        key: register.kind,
        label: console.register[register.kind],
        children: (
          <>
            {register.kind === "items" ? <ItemLists /> : null}
            <RegisterList register={register} />
          </>
        ),
      })),
    { key: "bases", label: console.bases.title, children: <LegalBases /> },
    { key: "certificates", label: console.registry.certificates, children: <Certificates /> },
    { key: "proposals", label: proposals.title, children: <Proposals /> },
    ...(writes ? [{ key: "duplicates", label: console.registry.duplicates, children: <Duplicates /> }] : []),
    { key: "merges", label: merges.title, children: <Merges /> },
    { key: "completeness", label: console.registry.completeness, children: <Completeness /> },
  ];
  const go = (next: string) => void navigate({ search: { tab: next } });
  return (
    <Page title={console.menu.registry}>
      <Card>
        <Tabbed narrow="xl" label={console.imports.register} chosen={tab} choose={go} parts={items} />
      </Card>
    </Page>
  );
}
