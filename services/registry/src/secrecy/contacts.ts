import type { Person } from "@shuangsui/contracts";
import { z } from "zod";
import type { Cipher } from "./cipher.ts";
import { phoneView } from "./phones.ts";

const people = z.array(z.object({ name: z.string(), post: z.string().nullable(), phone: z.string() }));

/** The other contacts of a row, sealed together as one text; null where there are none. */
export function sealedContacts(
  cipher: Cipher,
  field: string,
  row: string,
  contacts: readonly Person[],
): string | null {
  return contacts.length === 0 ? null : cipher.seal(field, row, JSON.stringify(contacts));
}

/** Those contacts, their phones masked for all who do not need them. */
export function contactsView(
  cipher: Cipher,
  field: string,
  row: string,
  sealed: string | null,
  isSeen: boolean,
) {
  if (sealed === null) return [];
  return people.parse(JSON.parse(cipher.open(field, row, sealed))).map(({ phone, ...person }) => {
    const { written, dialled } = phoneView(phone, isSeen);
    return { ...person, phone: written, phoneDialled: dialled };
  });
}
