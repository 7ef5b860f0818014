type Validity = {
  valid_from: string;
  valid_to: string | null;
  legal_basis_valid_from: string;
  legal_basis_valid_to: string | null;
};

/** Whether an item may be inspected on a day (YYYY-MM-DD): it and its legal basis are in force, both ends included (article 8). */
export function isInForce(item: Validity, day: string): boolean {
  return (
    within(item.valid_from, item.valid_to, day) &&
    within(item.legal_basis_valid_from, item.legal_basis_valid_to, day)
  );
}

const within = (from: string, to: string | null, day: string) => from <= day && (to === null || day <= to);
