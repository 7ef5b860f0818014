const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const creditForm = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const idForm = /^[1-9]\d{16}[\dX]$/;

/** Whether a text has the form of a unified social credit code, be its check character right or not. */
export const hasCreditCodeForm = (text: string): boolean => creditForm.test(text);

/** Whether a text is a unified social credit code with the right check character (GB 32100-2015). */
export function isCreditCode(text: string): boolean {
  if (!creditForm.test(text)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of text.slice(0, 17)) {
    sum += creditAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditAlphabet.charAt((31 - (sum % 31)) % 31) === text.charAt(17);
}

/** Whether a text has the form of a citizen's ID number with a possible birthday, be its check character right or not. */
export function hasIdNumberForm(text: string): boolean {
  if (!idForm.test(text)) return false;
  const birthday = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const instant = Date.parse(`${birthday}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === birthday;
}

/** Whether a text is a citizen's ID number with a possible birthday and the right check character (GB 11643-1999). */
export function isIdNumber(text: string): boolean {
  if (!hasIdNumberForm(text)) return false;
  let sum = 0;
  for (const character of text.slice(0, 17)) sum = (sum + Number(character)) * 2;
  return "10X98765432".charAt(sum % 11) === text.charAt(17);
}

/** Whether a text of digits has the right check digit at its end by Luhn's formula (ISO/IEC 7812). */
export function isLuhnNumber(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
