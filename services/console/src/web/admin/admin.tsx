import { useNavigate, useSearch } from "@tanstack/react-router";
import { Grid, Select, Tabs } from "antd";
import { Fragment } from "react";
import { useMay, useSession } from "../calls/session.tsx";
import { Card, Page } from "../parts/page.tsx";
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
  // More tabs than there is room for are hidden from whoever reads by ear.
  const isNarrow = Grid.useBreakpoint().md === false;
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
        {isNarrow ? (
          <>
            <Select
              aria-label={console.menu.admin}
              value={tab}
              onChange={go}
              options={items.map(({ key, label }) => ({ value: key, label }))}
              style={{ width: "100%", marginBlockEnd: 12 }}
            />
            {items
              .filter(({ key }) => key === tab)
              .map(({ key, children }) => (
                <Fragment key={key}>{children}</Fragment>
              ))}
          </>
        ) : (
          <Tabs activeKey={tab} destroyOnHidden onChange={go} items={items} />
        )}
      </Card>
    </Page>
  );
}
