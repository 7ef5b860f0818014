import { filledIn, type AccountView } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert, Button, Popconfirm, Space, Tag } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useSession } from "../calls/session.tsx";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Filters } from "../parts/filters.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { AccountForm, NewAccountForm } from "./account-form.tsx";
import { useAdminWords } from "./admin-words.ts";

type Given = { login: string; password: string };

/** Who has an account here, in which roles, and as which inspector. A password is shown once. */
export function Accounts() {
  const { words, console } = useTexts();
  const { accounts: says } = useAdminWords();
  const nameOf = useAuthorityName();
  const queries = useQueryClient();
  const [given, give] = useState<Given | null>(null);
  const { authority, q, after } = useSearch({ from: "/admin" });
  const navigate = useNavigate({ from: "/admin" });
  const authorities = useVisibleAuthorities();
  const found = useQuery({
    ...asked("identity", "getAccounts", { query: { authority, q, after } }),
    placeholderData: (before) => before,
  });
  const inspectorName = useInspectorNames(found.data?.items ?? []);
  const refresh = () => void changed(queries, "identity");
  return (
    <>
      <Filters
        filters={[
          { name: "q", label: says.find },
          ...(authorities.length > 1
            ? [{ name: "authority", label: words.label.authority, options: authorities }]
            : []),
        ]}
        chosen={{ q, authority }}
        choose={(chosen) => void navigate({ search: { ...chosen, tab: "accounts" } })}
      >
        <Steps
          steps={[
            {
              key: "new",
              title: console.admin.newAccount,
              form: (done) => (
                <NewAccountForm
                  give={(login, password) => give({ login, password })}
                  done={() => {
                    done();
                    refresh();
                  }}
                />
              ),
            },
          ]}
        />
      </Filters>
      {given === null ? null : (
        <Alert
          type="success"
          style={{ marginBlock: 12 }}
          closable
          title={`${given.login}：${console.admin.passwordOnce}`}
          description={<code>{given.password}</code>}
          onClose={() => give(null)}
        />
      )}
      <ListTable<AccountView>
        found={found}
        rowKey="id"
        width={1100}
        columns={[
          { title: console.admin.login, dataIndex: "login" },
          { title: says.name, dataIndex: "name" },
          { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
          {
            title: console.admin.roles,
            render: (_: unknown, { roles }) => (
              <Space wrap size={4}>
                {roles.map((role) => (
                  <Tag key={role}>{words.accountRole[role]}</Tag>
                ))}
              </Space>
            ),
          },
          {
            title: says.inspector,
            dataIndex: "inspector",
            render: (id: string | null) => (id === null ? words.label.none : inspectorName(id)),
          },
          {
            title: words.label.state,
            render: (_: unknown, { disabled, passwordIsInitial }) =>
              [
                disabled ? console.admin.disabled : console.admin.enabled,
                ...(passwordIsInitial ? [says.initial] : []),
              ].join(words.comma),
          },
          {
            title: says.secondFactor,
            dataIndex: "hasSecondFactor",
            render: (bound: boolean) => (bound ? says.bound : says.unbound),
          },
          {
            title: console.common.operate,
            render: (_: unknown, account) => <Deeds account={account} give={give} refresh={refresh} />,
          },
        ]}
      />
    </>
  );
}

/** What the accounts' inspectors are called in the register, asked for by one call. */
function useInspectorNames(accounts: readonly AccountView[]): (id: string) => string {
  const ids = accounts.flatMap(({ inspector }) => inspector ?? []);
  const { data } = useQuery({
    ...asked("registry", "getInspectorsNames", { query: { ids: ids.join(",") } }),
    enabled: ids.length > 0,
  });
  return (id) => data?.items.find((one) => one.id === id)?.name ?? id;
}

/** What an administrator does with another's account. Each asks first: it ends what its person is at. */
function Deeds({
  account,
  give,
  refresh,
}: {
  account: AccountView;
  give(given: Given): void;
  refresh(): void;
}) {
  const { console } = useTexts();
  const { accounts: says } = useAdminWords();
  const { actor } = useSession();
  const { id, name, disabled, version } = account;
  const disable = useDeed({
    send: () =>
      call.identity.patchAccountsById({ params: { id }, ifMatch: version, body: { disabled: !disabled } }),
    onSuccess: refresh,
  });
  const reset = useDeed({
    send: () => call.identity.postAccountsByIdReset({ params: { id } }),
    onSuccess: ({ account: { login }, initialPassword }) => {
      give({ login, password: initialPassword });
      refresh();
    },
  });
  if (id === actor) return <>{says.own}</>;
  const refused = disable.error ?? reset.error;
  return (
    <>
      <Space wrap>
        <Steps
          quiet
          steps={[
            {
              key: "edit",
              title: says.edit,
              form: (done) => (
                <AccountForm
                  account={account}
                  done={() => {
                    done();
                    refresh();
                  }}
                />
              ),
            },
          ]}
        />
        <Popconfirm
          title={filledIn(disabled ? says.enableSure : says.disableSure, { name })}
          onConfirm={() => disable.run(undefined)}
        >
          <Button size="small">{disabled ? console.admin.enable : console.admin.disable}</Button>
        </Popconfirm>
        <Popconfirm title={filledIn(says.resetSure, { name })} onConfirm={() => reset.run(undefined)}>
          <Button size="small">{console.admin.reset}</Button>
        </Popconfirm>
      </Space>
      {refused === null ? null : <Failed error={refused} />}
    </>
  );
}
