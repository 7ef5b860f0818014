import { accountRoles, filledIn, newAccount, Problem, type AccountView } from "@shuangsui/contracts";
import { Alert, Form } from "antd";
import { useState } from "react";
import { call } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
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

/**
 * Changes who an account is of and what it may do, as it was seen. Where somebody else did so meanwhile it is said how it stands;
 * what is typed stays, and goes over that only once whoever types has seen it.
 */
export function AccountForm({ account, done }: { account: AccountView; done(): void }) {
  const { words } = useTexts();
  const { accounts: says } = useAdminWords();
  const nameOf = useAuthorityName();
  const known = useKnown();
  const [newer, see] = useState<AccountView>();
  const { id, name, authority, roles, inspector, unit } = account;
  return (
    <>
      <Alert
        showIcon
        type={newer === undefined ? "info" : "warning"}
        style={{ marginBlockEnd: 12 }}
        title={
          newer === undefined
            ? says.rights
            : filledIn(says.changedMeanwhile, {
                now: [
                  newer.name,
                  nameOf(newer.authority),
                  ...newer.roles.map((role) => words.accountRole[role]),
                ].join(words.comma),
              })
        }
      />
      <BodyForm
        schema={changedAccount}
        known={known}
        draft={`account/${id}/${account.version}`}
        first={{ name, authority, roles: [...roles], inspector, unit }}
        send={async (body) => {
          try {
            await call.identity.patchAccountsById({
              params: { id },
              ifMatch: (newer ?? account).version,
              body: changedAccount.parse(body),
            });
          } catch (error) {
            if (error instanceof Problem && error.code === "version/changed")
              see(await call.identity.getAccountsById({ params: { id } }));
            throw error;
          }
        }}
        done={done}
      />
    </>
  );
}
