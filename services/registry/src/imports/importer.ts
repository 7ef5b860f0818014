import {
  faultOf,
  folded,
  foldedCode,
  hasFormOfId,
  Problem,
  problemEntry,
  wordsOf,
  type FaultValues,
  type ImportCounts,
  type ImportDifference,
  type RegisterKind,
} from "@shuangsui/contracts";
import { breaksUniqueKey, type Caller } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { cellText } from "../register/cells.ts";
import { columnsOf, headingOf, type Column, type SheetKind } from "../register/columns.ts";
import { decideChange, insertAll, referenceOf, writeChange } from "../register/entries.ts";
import type { Change, Fault, FiledRegister, ListQuery, Register, Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import { entriesAt, findRows } from "../register/store.ts";
import { masked } from "../secrecy/cipher.ts";
import { repeatsOf, type Repeats } from "../register/repeats.ts";
import type { FieldFault, ImportRow, RowFaults } from "./rows.ts";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** What became of a batch of rows, or would. */
export type Settled = { counts: ImportCounts; faults: RowFaults[]; differences: ImportDifference[] };

/** For whom an import is made, and when. */
export type ImportedBy = { caller: Caller; at: Date };

/** One pass over a file: rows are taken until a batch of them is settled. Rows that name others of the register wait for `again`. */
export type Pass = {
  take(row: ImportRow): void;
  /** Whether the file is to be taken once more from its beginning, for the rows that have waited for all others. */
  again(): boolean;
  /** How many rows wait to be settled. */
  waiting(): number;
  /** Passes over the rows that wait: they were settled before. */
  skip(): void;
  /** Says what becomes of the rows that wait; with `write` it does so: all that have no fault are written. */
  settle(work: Work, by: ImportedBy, write: boolean): Promise<Settled>;
};

/** Brings rows into one register. */
export type Importer = { kind: RegisterKind; begin(): Pass };

type Fields = Readonly<Record<string, unknown>>;
type NewRow<N> = { row: number; entry: N; stated: Fields };
type ChangedRow = { row: number; stated: Fields };

export const noCounts: ImportCounts = { created: 0, changed: 0, unchanged: 0, refused: 0 };
const reason = "imported";

/** The importer of a register. */
export function importerOf<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: FiledRegister<R, N, C, V, Q>,
): Importer {
  const { kind } = register;
  const columns = columnsOf[kind];
  /** The fields that a new entry is made of. */
  const entryFields = (value: Fields) =>
    Object.fromEntries(Object.entries(value).filter(([field]) => isOfEntry(columns[field])));

  return {
    kind,
    begin() {
      const repeats = repeatsOf();
      const brought = repeatsOf();
      let [isAgain, haveWaited] = [false, false];
      let news: NewRow<N>[] = [];
      let changes: ChangedRow[] = [];
      let faults: RowFaults[] = [];
      const refuse = (row: number, its: RowFaults["faults"]) => void faults.push({ row, faults: its });
      const repeated = (row: number, keys: readonly { path: string; value: string }[]): FieldFault[] =>
        keys.flatMap(({ path, value }) => {
          const first = repeats.firstRowOf(path, value, row);
          return first === undefined ? [] : [{ path, fault: "repeats-row", values: { row: first } }];
        });

      return {
        take({ row, value, faults: found }) {
          const stated = fieldsOf(value);
          const isNew = found === undefined && !isStated(stated["version"]) && !isStated(stated["id"]);
          const read = isNew
            ? register.newEntry.safeParse(stated === value ? entryFields(stated) : value)
            : undefined;
          const waits = read?.success === true && register.namesOthers?.(read.data) === true;
          haveWaited ||= waits;
          if (waits !== isAgain) return undefined;
          if (found !== undefined) return refuse(row, found);
          if (isStated(stated["version"])) {
            const again = repeated(row, [{ path: "id", value: namedBy(register, stated) ?? "" }]);
            if (again.length > 0) refuse(row, again);
            else changes.push({ row, stated });
            return undefined;
          }
          if (read === undefined) return refuse(row, [{ path: "version", fault: "version-missing" }]);
          const ofStatus = faultsOfNewStatus(columns, stated);
          if (!read.success) return refuse(row, [...faultsOf(read.error.issues, value, kind), ...ofStatus]);
          if (ofStatus.length > 0) return refuse(row, ofStatus);
          const again = repeated(row, register.keysOf(read.data));
          if (again.length > 0) refuse(row, again);
          else news.push({ row, entry: read.data, stated });
        },
        again() {
          if (isAgain) return false;
          isAgain = haveWaited;
          return isAgain;
        },
        waiting: () => news.length + changes.length + faults.length,
        skip() {
          [news, changes, faults] = [[], [], []];
        },
        async settle(work, by, write) {
          const batch = { news, changes, faults };
          [news, changes, faults] = [[], [], []];
          const ofNew = await settleNew(work, register, batch.news, by, write ? undefined : brought);
          const ofChanges = await settleChanges(work, register, batch.changes, by, write);
          const refused = [...batch.faults, ...ofNew.faults, ...ofChanges.faults];
          return {
            counts: {
              created: ofNew.created,
              changed: ofChanges.differences.length,
              unchanged: ofNew.unchanged + ofChanges.unchanged,
              refused: refused.length,
            },
            faults: refused.sort((one, other) => one.row - other.row),
            differences: ofChanges.differences,
          };
        },
      };
    },
  };
}

const isOfEntry = (column: Column | undefined) => column?.of !== "row" && column?.of !== "change";
const isStated = (value: unknown) => value !== undefined && value !== null && value !== "";
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** A new entry stands as the first of its states; a sheet that was exported says so. */
function faultsOfNewStatus(columns: Readonly<Record<string, Column>>, stated: Fields): FieldFault[] {
  return Object.entries(columns).flatMap(([field, { of, names }]): FieldFault[] => {
    if (of !== "change" || !isStated(stated[field]) || names === undefined) return [];
    const [[first, name] = ["", ""]] = Object.entries(names(wordsOf("zh")));
    return stated[field] === first ? [] : [{ path: field, fault: "status-of-new", values: { first: name } }];
  });
}

/** Registers what is new, and finds what is registered already just as it is stated. With `brought` it only checks, and keeps there what it would bring. */
async function settleNew<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: FiledRegister<R, N, C, V, Q>,
  news: readonly NewRow<N>[],
  by: ImportedBy,
  brought: Repeats | undefined,
): Promise<{ created: number; unchanged: number; faults: RowFaults[] }> {
  if (news.length === 0) return { created: 0, unchanged: 0, faults: [] };
  const { authority } = by.caller;
  const entries = news.map(({ entry }) => entry);
  const all = await register.faults(work, authority, entries, by.at, brought);
  const found = Map.groupBy(all, ({ index }) => index);
  const repeated = [...found].flatMap(([index, its]) => {
    const [first] = its;
    const isOne = its.every(({ duplicate, repeats }) => duplicate && repeats === first?.repeats);
    return isOne && first?.repeats !== undefined ? [{ index, fault: first, reference: first.repeats }] : [];
  });
  const registered = await findRows<R>(
    work,
    register.relation,
    register.order,
    authority,
    repeated.map(({ reference }) => reference),
  );
  let unchanged = 0;
  for (const { index, fault, reference } of repeated) {
    const row = registered.get(reference);
    const one = news[index];
    if (row === undefined || one === undefined || row.authority !== authority) continue;
    const view = fieldsOf(register.viewOf(row, by.caller));
    const fields = otherwise(register.kind, { ...one.stated, ...fieldsOf(one.entry) }, view);
    if (fields.length === 0) {
      unchanged += 1;
      found.set(index, []);
    } else
      found.set(index, [
        {
          ...fault,
          fault: "registered-otherwise",
          values: { ...fault.values, fields: fields.map((field) => headingOf(field)).join("、") },
        },
      ]);
  }
  const fresh = news.filter((_, index) => !found.has(index));
  const faults = [...found].flatMap(([index, its]) =>
    its.length === 0 ? [] : [{ row: news[index]?.row ?? 0, faults: onePerField(its.map(told)) }],
  );
  if (brought !== undefined) return { created: fresh.length, unchanged, faults };
  const { faults: late, rows } = await insertAll(
    work,
    register,
    fresh.map(({ entry }) => entry),
    { ...by, reason },
  );
  // What is written of an entry that somebody else has stated otherwise meanwhile does not stay: it is settled anew.
  if (late.some(({ duplicate }) => !duplicate))
    throw new Error("somebody else has registered the same meanwhile");
  const lateRows = [...Map.groupBy(late, ({ index }) => index)].map(([index, its]) => ({
    row: fresh[index]?.row ?? 0,
    faults: onePerField(its.map(told)),
  }));
  return { created: rows.length, unchanged, faults: [...faults, ...lateRows] };
}

const told = ({ path, fault, values }: Fault): FieldFault => ({ path, fault, ...(values && { values }) });

/** The fields in which a registered entry stands otherwise than it is stated anew. What names it in another way is no such field. */
function otherwise(kind: RegisterKind, stated: Fields, view: Fields): string[] {
  return Object.entries(columnsOf[kind]).flatMap(([field, column]) => {
    const value = stated[field];
    if (column.of === "row" || value === undefined || !Object.hasOwn(view, field)) return [];
    if (column.of !== undefined && !isStated(value)) return [];
    // What authorities share stands as the first has written it (article 5).
    const isAlike =
      isSaid(value, view[field], column) ||
      (kind === "entities" && typeof value === "string" && folded(value) === folded(String(view[field])));
    return isAlike ? [] : [field];
  });
}

/** PostgreSQL gives an object's fields in an order of its own. */
const alike = (one: unknown, other: unknown) => isDeepStrictEqual(one ?? null, other ?? null);
/** Whether a sheet says of a field what stands there: a cell cannot say all in which values differ, as how lines end, and a code is one in small letters too. */
const isSaid = (value: unknown, standing: unknown, column: Column) =>
  alike(value, standing) ||
  (column.of === "new" && column.isCode === true && isSameCode(value, standing)) ||
  (column.as === "optional-bases" && alike(idsIn(value), idsIn(standing))) ||
  cellText(value, column) === cellText(standing, column).normalize("NFC").trim();

const isSameCode = (one: unknown, other: unknown) =>
  typeof one === "string" && typeof other === "string" && foldedCode(one) === foldedCode(other);

/** The ids of legal bases, named by these alone or with what they are; without one where it is cited in words. */
const idsIn = (value: unknown) =>
  basesWithIds
    .safeParse(value)
    .data?.map((one) => (typeof one === "string" ? one : one.id))
    .toSorted();
const basesWithIds = z.array(z.union([z.string(), z.looseObject({ id: z.string() })]));

/** A row's fields with the phones of contacts that it states as a list shows them masked: those are the ones that stand. */
function unmasked(kind: RegisterKind, stated: Fields, view: Fields): Fields {
  const people = Object.entries(columnsOf[kind]).filter(([, { as }]) => as === "optional-people");
  const shown = people.flatMap(([field]) => {
    const said = peopleIn(stated[field]);
    return said === undefined ? [] : [[field, withPhonesOf(peopleIn(view[field]) ?? [], said)] as const];
  });
  return { ...stated, ...Object.fromEntries(shown) };
}

/** Two of one name may have phones that are masked alike: who stands at the same place is the same one, then who was not named yet. */
function withPhonesOf(standing: readonly StatedPerson[], said: readonly StatedPerson[]): StatedPerson[] {
  const isOf = (one: StatedPerson, { name, phone }: StatedPerson) =>
    name === one.name && masked(phone) === one.phone;
  const inPlace = said.map((one, index) => {
    const there = standing[index];
    return there !== undefined && isOf(one, there) ? there : undefined;
  });
  const others = standing.filter((one) => !inPlace.includes(one));
  return said.map((one, index) => {
    const found = inPlace[index] ?? others.find((other) => isOf(one, other));
    if (found === undefined) return one;
    if (others.includes(found)) others.splice(others.indexOf(found), 1);
    return { ...one, phone: found.phone };
  });
}
const peopleIn = (value: unknown) => statedPeople.safeParse(value).data;
const statedPerson = z.looseObject({ name: z.string(), phone: z.string() });
type StatedPerson = z.infer<typeof statedPerson>;
const statedPeople = z.array(statedPerson);

/** By what a row that was exported names its entry: its id, or its code. */
function namedBy(
  register: { kind: RegisterKind; codeForm?(code: string): string },
  stated: Fields,
): string | undefined {
  const { id } = stated;
  if (typeof id === "string" && id !== "") return hasFormOfId(id) ? id.toLowerCase() : undefined;
  const code = codeOf(register.kind, stated);
  return code === undefined ? undefined : referenceOf(register, code);
}

function codeOf(kind: RegisterKind, fields: Fields): string | undefined {
  const code = kind === "entities" ? fields["creditCode"] : fields["code"];
  return typeof code === "string" && code !== "" ? code : undefined;
}

/** Changes what rows that were exported state otherwise now, each on its version (article 15). */
async function settleChanges<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: FiledRegister<R, N, C, V, Q>,
  changes: readonly ChangedRow[],
  by: ImportedBy,
  write: boolean,
): Promise<{ unchanged: number; faults: RowFaults[]; differences: ImportDifference[] }> {
  const settled = { unchanged: 0, faults: [] as RowFaults[], differences: [] as ImportDifference[] };
  if (changes.length === 0) return settled;
  const { kind } = register;
  const { authority } = by.caller;
  const references = changes.flatMap(({ stated }) => namedBy(register, stated) ?? []);
  const find = (some: readonly string[]) =>
    findRows<R>(work, register.relation, register.order, authority, some);
  const found = await find(references);
  const changed = new Set<string>();
  const view = (row: R) => fieldsOf(register.viewOf(row, by.caller));
  const outdated = changes.flatMap(({ stated }) => {
    const row = found.get(namedBy(register, stated) ?? "");
    const version = Number(stated["version"]);
    return row === undefined ||
      row.version === version ||
      !Number.isSafeInteger(version) ||
      version > 2 ** 31 - 1
      ? []
      : [{ subject: register.subjectOf(row), version }];
  });
  const earlier = await entriesAt<R>(work, kind, outdated);

  /** The entry of a row; what several supervise has a row of each in a superior's sheet, and stands by now as the row before has it. */
  const entryOf = async (reference: string): Promise<R | undefined> => {
    const entry = found.get(reference);
    if (entry === undefined || !changed.has(register.subjectOf(entry))) return entry;
    const [subject, { version }] = [register.subjectOf(entry), entry];
    for (const [key, base] of await entriesAt<R>(work, kind, [{ subject, version }])) earlier.set(key, base);
    return (await find([reference])).get(reference);
  };

  /** An entry as it stood at a version: what its authority keeps of its own stands in the versions which that one made. */
  const asAt = (entry: R, base: R): R => {
    const version = { ...entry, ...base };
    return register.standing?.(entry, version, entry.authority) ?? version;
  };

  const settle = async ({ row, stated: written }: ChangedRow): Promise<RowFaults["faults"]> => {
    const entry = await entryOf(namedBy(register, written) ?? "");
    if (entry === undefined) return [{ path: "id", fault: "unknown-entry" }];
    if (entry.authority !== authority && register.changeable === undefined)
      return [{ path: "id", fault: "of-another" }];
    const standing = view(entry);
    const stated = unmasked(kind, written, standing);
    const fields = changedFields(kind, stated, standing);
    if (fields.length === 0) {
      settled.unchanged += 1;
      return [];
    }
    const kept = fields.filter((field) => columnsOf[kind][field]?.of === "new");
    if (kept.length > 0)
      return kept.map((field) => ({
        path: field,
        fault: "not-changeable",
        values: { registered: shown(kind, field, standing[field]) },
      }));
    const value = { ...picked(stated, fields), reason, version: stated["version"] };
    const read = register.change.safeParse(value);
    if (!read.success) return faultsOf(read.error.issues, value, kind);
    const change: C = read.data;
    const stating = fieldsOf(change);
    const differing = fields.filter((field) => !alike(stating[field], standing[field]));
    if (change.version !== entry.version) {
      const base = earlier.get(`${register.subjectOf(entry)} ${change.version}`);
      // Nothing was changed in this row since it was exported, or that was brought in already.
      if (
        differing.length === 0 ||
        (base !== undefined && changedFields(kind, stated, view(asAt(entry, base))).length === 0)
      ) {
        settled.unchanged += 1;
        return [];
      }
      return [{ path: "version", fault: "changed-meanwhile", values: { version: entry.version } }];
    }
    if (differing.length === 0) {
      settled.unchanged += 1;
      return [];
    }
    const refused = await changeOne(work, register, { found: entry, change, ...by }, write);
    if (refused.length > 0) return refused;
    if (write) changed.add(register.subjectOf(entry));
    settled.differences.push({
      row,
      entry: codeOf(kind, standing) ?? entry.id,
      fields: differing.map((field) => ({
        field,
        heading: headingOf(field),
        was: shown(kind, field, standing[field]),
        would: shown(kind, field, stating[field]),
      })),
    });
    return [];
  };
  for (const change of changes) {
    const faults = await settle(change);
    if (faults.length > 0) settled.faults.push({ row: change.row, faults: onePerField(faults) });
  }
  return settled;
}

const picked = (stated: Fields, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, stated[field]]));
const shown = (kind: RegisterKind, field: string, value: unknown) =>
  cellText(value, columnsOf[kind][field] ?? { as: "text" });

/** The fields that a row states otherwise than its entry stands. A number that stands masked in a list is the one that it masks. */
function changedFields(kind: RegisterKind, stated: Fields, view: Fields): string[] {
  return Object.entries(columnsOf[kind]).flatMap(([field, column]) => {
    const value = stated[field];
    const standing = view[field];
    if (column.of === "row" || value === undefined || !Object.hasOwn(view, field)) return [];
    if (isSaid(value, standing, column)) return [];
    return typeof standing === "string" && value === masked(standing) ? [] : [field];
  });
}

/** Changes one entry, or finds what would refuse it. */
async function changeOne<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: Register<R, N, C, V, Q>,
  asked: ImportedBy & { found: R; change: C },
  write: boolean,
): Promise<FieldFault[]> {
  try {
    const decided = await decideChange(work, register, asked);
    if (!write) return [];
    await sql`savepoint changing`.execute(work);
    await writeChange(work, register, decided, { caller: asked.caller, at: asked.at, reason });
    await sql`release savepoint changing`.execute(work);
    return [];
  } catch (error) {
    if (breaksUniqueKey(error)) {
      await sql`rollback to savepoint changing`.execute(work);
      return [{ path: "", fault: "registered-as" }];
    }
    if (!(error instanceof Problem)) throw error;
    if (error.code === "registry/version-conflict")
      throw new Error("somebody else has changed it meanwhile", { cause: error });
    if (error.code === "authority/not-yours") return [{ path: "id", fault: "of-another" }];
    return error.places.length === 0
      ? [{ path: "", fault: "other", message: problemEntry(error.code).zh }]
      : error.places.map(({ path = "", fault = "other", message }) => ({
          path: path.replace(/^\//, ""),
          fault,
          message,
        }));
  }
}

type Issue = { code?: string | undefined; path: readonly PropertyKey[] };

/** What a schema's issues say of a row's fields, the first of each. */
export function faultsOf(issues: readonly Issue[], value: unknown, kind: SheetKind): FieldFault[] {
  return onePerField(
    issues.flatMap((issue): FieldFault[] => {
      if (issue.code === "unrecognized_keys") return unknownFields(issue);
      const [field = ""] = issue.path.map(String);
      const names = Object.values(columnsOf[kind][field]?.names?.(wordsOf("zh")) ?? {});
      const { fault, values } = faultOf(issue, field === "" ? value : valueAt(value, issue.path));
      // A code may be written by its name: those are what can be chosen.
      const choices: FaultValues = { choices: names.join("、") };
      return names.length > 0 && (fault === "choice" || fault === "other")
        ? [{ path: field, fault: "choice", values: choices }]
        : [{ path: field, fault, values }];
    }),
  );
}

function unknownFields(issue: object): FieldFault[] {
  const keys = "keys" in issue && Array.isArray(issue.keys) ? issue.keys.map(String) : [];
  return keys.map((field) => ({ path: "", fault: "unknown-field", values: { field: field.slice(0, 60) } }));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (whole, part) => (typeof whole === "object" && whole !== null ? Reflect.get(whole, part) : undefined),
    value,
  );
}

function onePerField<F extends { path: string }>(faults: readonly F[]): F[] {
  return faults.filter(
    ({ path }, index) => path === "" || faults.findIndex((other) => other.path === path) === index,
  );
}
