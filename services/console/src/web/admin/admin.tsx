import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMay, useSession } from "../calls/session.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Tabbed } from "../parts/tabbed.tsx";
import { useTexts } from "../words/words.tsx";
import { Accounts } from "./accounts.tsx";
import { useAdminWords } from "./admin-words.ts";
import { Authorities } from "./authorities.tsx";
import { Calendar } from "./calendar.tsx";
import { Settings } from "./settings.tsx";
import { Takedowns } from "./takedowns.tsx";
import { Webhooks } from "./webhooks.tsx";

/** What an authority has set for itself, its calendar, its place in the tree, who has an account, and who is told of what happens. */
export function Admin() {
  const { console } = useTexts();
  const says = useAdminWords();
  const may = useMay();
  const { roles } = useSession();
  const { tab = "settings" } = useSearch({ from: "/admin" });
  const navigate = useNavigate({ from: "/admin" });
  const items = [
    { key: "settings", label: console.admin.settings, children: <Settings /> },
    { key: "calendar", label: console.admin.calendar, children: <Calendar /> },
    { key: "authorities", label: console.admin.authorities, children: <Authorities /> },
    ...(roles.includes("administrator")
      ? [{ key: "accounts", label: console.admin.accounts, children: <Accounts /> }]
      : []),
    ...(may("webhook.read") ? [{ key: "webhooks", label: says.webhooks.tab, children: <Webhooks /> }] : []),
    { key: "takedowns", label: says.takedowns.tab, children: <Takedowns /> },
  ];
  const go = (next: string) => void navigate({ search: { tab: next } });
  return (
    <Page title={console.menu.admin}>
      <Card>
        <Tabbed narrow="md" label={console.menu.admin} chosen={tab} choose={go} parts={items} />
      </Card>
    </Page>
  );
}
