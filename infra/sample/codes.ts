const CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * A unified social credit code (GB 32100-2015) of an enterprise registered in `division` (six digits), the `serial`-th
 * of the sample (0 to 999999). Its organization part begins with XN, which is issued to nobody: real ones begin with
 * MA or a digit. Both check characters are right.
 */
export function makeCreditCode(division: string, serial: number): string {
  const organization = `XN${String(serial).padStart(6, "0")}`;
  const rest = 11 - (weighted(organization, ORGANIZATION_ALPHABET, ORGANIZATION_WEIGHTS) % 11);
  const organizationCheck = rest === 10 ? "X" : rest === 11 ? "0" : String(rest);
  const body = `91${division}${organization}${organizationCheck}`;
  const check = (31 - (weighted(body, CREDIT_ALPHABET, CREDIT_WEIGHTS) % 31)) % 31;
  return body + CREDIT_ALPHABET.charAt(check);
}

/**
 * An ID number (GB 11643-1999) for a birthday 'YYYY-MM-DD' and a `serial` (1 to 999). Its division is the prefecture's
 * own, 533100, under which nobody is registered: real ones carry a county's. The check character is right.
 */
export function makeIdNumber(birthday: string, serial: number): string {
  const body = `533100${birthday.replaceAll("-", "")}${String(serial).padStart(3, "0")}`;
  return body + "10X98765432".charAt(weighted(body, "0123456789", ID_WEIGHTS) % 11);
}

/**
 * The `serial`-th phone number of the sample (0 to 9999). No mobile number begins with 179: the numbering plan of 2017
 * keeps it for access codes of IP telephony.
 */
export function makePhone(serial: number): string {
  return `1790000${String(serial).padStart(4, "0")}`;
}

function weighted(text: string, alphabet: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * alphabet.indexOf(text.charAt(i)), 0);
}
