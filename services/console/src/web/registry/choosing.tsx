import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { filledIn } from "@shuangsui/contracts";
import { asked } from "../calls/services.ts";
import { useTexts } from "../words/words.tsx";
import { InspectorName, useTarget, type TargetKind } from "./names.tsx";

/** What a form or a query bar gives its field. */
type Given<Value = string> = { id?: string; value?: Value; onChange?(value: Value | undefined): void };
type Found = readonly { value: string; label: string }[];

/** So long after the last key it is asked, in milliseconds, and for so many. */
const settledAfterMs = 300;
const limit = "20";

/** What was typed, once it stands still. */
function useTyped() {
  const [typed, type] = useState("");
  const [settled, settle] = useState("");
  const [isOpen, open] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => settle(typed), settledAfterMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return { type, open, isOpen, query: { q: settled, limit } };
}

/** Searches as one types, and chooses one of what is found; `nameOf` names what was chosen before. */
function SearchSelect<Value extends string | string[]>({
  found,
  isAsking,
  typed: { type, open },
  nameOf,
  ...given
}: Given<Value> & {
  mode?: "multiple";
  found: Found;
  isAsking: boolean;
  typed: Pick<ReturnType<typeof useTyped>, "type" | "open">;
  nameOf(value: string): ReactNode;
}) {
  const { console } = useTexts();
  return (
    <Select<Value>
      {...given}
      allowClear
      style={{ minWidth: 220 }}
      placeholder={console.choosing.search}
      loading={isAsking}
      options={[...found]}
      labelRender={({ label, value }) => label ?? nameOf(String(value))}
      notFoundContent={isAsking ? console.common.loading : console.common.empty}
      onOpenChange={open}
      showSearch={{ filterOption: false, onSearch: type }}
    />
  );
}

/** Chooses a target by its name, initials or code. */
export function TargetSelect({ kind, ...given }: Given & { kind?: TargetKind | undefined }) {
  const { query, isOpen, ...typed } = useTyped();
  const entities = useQuery({
    ...asked("registry", "getEntities", { query }),
    enabled: isOpen && kind !== "project",
    placeholderData: (before) => before,
  });
  const projects = useQuery({
    ...asked("registry", "getProjects", { query }),
    enabled: isOpen && kind !== "entity",
    placeholderData: (before) => before,
  });
  const named = (code: string, name: string) => ({ value: code, label: `${name} ${code}` });
  const ofEntities = entities.data?.items.map(({ creditCode, name }) => named(creditCode, name)) ?? [];
  const ofProjects = projects.data?.items.map(({ code, name }) => named(code, name)) ?? [];
  const found = new Map(
    [...(kind === "project" ? [] : ofEntities), ...(kind === "entity" ? [] : ofProjects)].map((one) => [
      one.value,
      one,
    ]),
  );
  return (
    <SearchSelect
      {...given}
      found={[...found.values()]}
      isAsking={entities.isFetching || projects.isFetching}
      typed={typed}
      nameOf={(code) => <Chosen code={code} kind={kind} />}
    />
  );
}

/** What was chosen, in one line. */
function Chosen({ code, kind }: { code: string; kind: TargetKind | undefined }) {
  return useTarget(code, kind)?.name ?? code;
}

/** The inspectors in service whom what is typed finds. */
function useInspectorsTyped() {
  const { query, isOpen, ...typed } = useTyped();
  const { data, isFetching } = useQuery({
    ...asked("registry", "getInspectors", { query: { ...query, status: "active" } }),
    enabled: isOpen,
    placeholderData: (before) => before,
  });
  return { inspectors: data?.items ?? [], isAsking: isFetching, typed };
}

/** Chooses an inspector by name or initials. */
export function InspectorSelect(given: Given) {
  const { inspectors, isAsking, typed } = useInspectorsTyped();
  return (
    <SearchSelect
      {...given}
      found={inspectors.map(({ id, name, certificateNumber }) => ({
        value: id,
        label: [name, certificateNumber].filter((part) => part !== null).join(" "),
      }))}
      isAsking={isAsking}
      typed={typed}
      nameOf={(id) => <InspectorName id={id} />}
    />
  );
}

/** Chooses several inspectors by name or initials, told apart by what they are. */
export function InspectorsSelect(given: Given<string[]>) {
  const { words } = useTexts();
  const { inspectors, isAsking, typed } = useInspectorsTyped();
  return (
    <SearchSelect
      {...given}
      mode="multiple"
      found={inspectors.map(({ id, name, kind }) => ({
        value: id,
        label: `${name} · ${words.inspectorKind[kind]}`,
      }))}
      isAsking={isAsking}
      typed={typed}
      nameOf={(id) => <InspectorName id={id} />}
    />
  );
}

/** A form's field that must be chosen so. */
export function ChosenField({
  name,
  label,
  children,
}: {
  name: string | string[];
  label: string;
  children: ReactNode;
}) {
  const { console } = useTexts();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[{ required: true, message: filledIn(console.form.invalid, { field: label }) }]}
    >
      {children}
    </Form.Item>
  );
}
