import { newAccount } from "@shuangsui/contracts";

/** What an administrator writes anew of an account that there is: all but what one signs in as. */
export const changedAccount = newAccount.omit({ login: true });
