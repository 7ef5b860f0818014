import { accountRoles, filledIn, newAccount, type AccountView } from "@shuangsui/contracts";
import { Alert, Form } from "antd";
import { call } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import { ChangeForm } from "../form/change-form.tsx";
import type { Known } from "../form/fields.tsx";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { InspectorSelect } from "../registry/choosing.tsx";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";
import { changedAccount } from "./bodies.ts";

/** What may stand in an account's fields: an authority that one sees, roles by their names, an inspector found by name. */
function useKnown(): Known {
  const { words } = useTexts();
  const { accounts: says } = useAdminWords();
  const authorities = useVisibleAuthorities();
  return {
    name: { label: says.name },
    authority: { options: authorities },
    roles: { options: accountRoles.map((value) => ({ value, label: words.accountRole[value] })) },
    inspector: {
      shown: (
        <Form.Item key="inspector" name="inspector" label={says.inspector}>
          <InspectorSelect />
        </Form.Item>
      ),
    },
  };
}

/** Makes an account; `give` is told the password to begin with. */
export function NewAccountForm({
  give,
  done,
}: {
  give(login: string, password: string): void;
  done(): void;
}) {
  return (
    <BodyForm
      schema={newAccount}
      draft="account/new"
      known={useKnown()}
      send={async (body) => {
        const { account, initialPassword } = await call.identity.postAccounts({
          body: newAccount.parse(body),
        });
        give(account.login, initialPassword);
      }}
      done={done}
    />
  );
}

/** Changes who an account is of and what it may do, as it was seen. */
export function AccountForm({ account, done }: { account: AccountView; done(): void }) {
  const { words } = useTexts();
  const { accounts: says } = useAdminWords();
  const nameOf = useAuthorityName();
  const params = { id: account.id };
  return (
    <>
      <Alert showIcon type="info" style={{ marginBlockEnd: 12 }} title={says.rights} />
      <ChangeForm<AccountView>
        schema={changedAccount}
        known={useKnown()}
        draft={`account/${account.id}`}
        now={account}
        versionOf={({ version }) => version}
        newest={() => call.identity.getAccountsById({ params })}
        first={({ name, authority, roles, inspector, unit }) => ({
          ...{ name, authority, roles: [...roles], inspector, unit },
        })}
        differences={({ now: { name, authority, roles } }) =>
          filledIn(says.isNow, {
            now: [name, nameOf(authority), ...roles.map((role) => words.accountRole[role])].join(words.comma),
          })
        }
        send={(body, { now: { version } }) =>
          call.identity.patchAccountsById({ params, ifMatch: version, body: changedAccount.parse(body) })
        }
        done={done}
      />
    </>
  );
}
