import { accountRoles, knownAuthorities, newAccount } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Skeleton, Space, Table, Tag } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";

/** Who has an account here, in which roles. A password is shown once. */
export function Accounts() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const queries = useQueryClient();
  const [given, give] = useState<{ login: string; password: string } | null>(null);
  const { data, error, refetch } = useQuery(asked("identity", "getAccounts", { query: {} }));
  const disable = useDeed({
    send: ({ id, disabled, version }: { id: string; disabled: boolean; version: number }) =>
      call.identity.patchAccountsById({ params: { id }, ifMatch: version, body: { disabled: !disabled } }),
    onSuccess: () => changed(queries, "identity"),
  });
  const reset = useDeed({
    send: (id: string) => call.identity.postAccountsByIdReset({ params: { id } }),
    onSuccess: ({ account: { login }, initialPassword }) => give({ login, password: initialPassword }),
  });
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const refused = disable.error ?? reset.error;
  return (
    <>
      <Steps
        steps={[
          {
            key: "new",
            title: console.admin.newAccount,
            form: (done) => (
              <BodyForm
                schema={newAccount}
                draft="account/new"
                known={{
                  authority: {
                    options: knownAuthorities().map(({ code, name }) => ({ value: code, label: name })),
                  },
                  roles: {
                    options: accountRoles.map((value) => ({ value, label: words.accountRole[value] })),
                  },
                }}
                send={async (body) => {
                  const { account, initialPassword } = await call.identity.postAccounts({
                    body: newAccount.parse(body),
                  });
                  give({ login: account.login, password: initialPassword });
                }}
                done={() => {
                  done();
                  void changed(queries, "identity");
                }}
              />
            ),
          },
        ]}
      />
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
      {refused === null ? null : <Failed error={refused} />}
      <Table
        rowKey="id"
        size="small"
        style={{ marginBlockStart: 12 }}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 800 }}
        dataSource={[...data.items]}
        columns={[
          { title: console.admin.login, dataIndex: "login" },
          { title: words.label.name, dataIndex: "name" },
          { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
          {
            title: console.admin.roles,
            render: (_: unknown, { roles }) =>
              roles.map((role) => <Tag key={role}>{words.accountRole[role]}</Tag>),
          },
          {
            title: words.label.state,
            dataIndex: "disabled",
            render: (disabled: boolean) => (disabled ? console.admin.disabled : console.admin.enabled),
          },
          {
            title: console.common.operate,
            render: (_: unknown, { id, disabled, version }) => (
              <Space>
                <Button size="small" onClick={() => disable.run({ id, disabled, version })}>
                  {disabled ? console.admin.enable : console.admin.disable}
                </Button>
                <Button size="small" onClick={() => reset.run(id)}>
                  {console.admin.reset}
                </Button>
              </Space>
            ),
          },
        ]}
      />
    </>
  );
}
