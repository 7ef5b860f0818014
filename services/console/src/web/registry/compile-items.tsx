import { authorityOf, filledIn, superiorsOf, type itemsCompiled } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Select, Space, Table } from "antd";
import { useRef, useState, type ReactNode } from "react";
import type { z } from "zod";
import { useDeed } from "../calls/deed.ts";
import { call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { FailedDeed } from "../parts/failed-deed.tsx";
import type { Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { powersIn, textOfFile } from "./powers.ts";
import { useRegistryWords } from "./registry-words.ts";

type Compiled = z.infer<typeof itemsCompiled>;

/** How whoever keeps a list that has a superior's above it compiles it (article 7). */
export function useCompileSteps(): Step[] {
  const { compile } = useRegistryWords();
  const may = useMay();
  const superiors = superiorsOf(useSession().authority);
  return may("registry.write") && superiors.length > 0
    ? [
        {
          key: "compile",
          title: compile.title,
          article: 7,
          form: () => <CompileItems superiors={superiors} />,
        },
      ]
    : [];
}

/** Article 7: which of a superior's items a list of powers brings in is shown first, and then done just so. */
function CompileItems({ superiors }: { superiors: readonly string[] }) {
  const { words } = useTexts();
  const { compile } = useRegistryWords();
  const nameOf = useAuthorityName();
  const { authority } = useSession();
  const queries = useQueryClient();
  const [from, choose] = useState(superiors.at(-1) ?? "");
  const [subject, name] = useState(authorityOf(authority)?.name ?? "");
  const [text, write] = useState("");
  const [isUnread, refuse] = useState(false);
  const chosen = useRef<HTMLInputElement>(null);
  const powers = powersIn(text, [words.registryField.powerNumber]);
  const given = { from, subject, powers };
  const run = useDeed({
    send: async (body: typeof given & { dryRun: boolean }) => {
      const answer = await call.registry.postItemsCompile({ body });
      if (!body.dryRun) void changed(queries, "registry");
      return answer;
    },
  });
  // What was typed since is not what is shown.
  const { dryRun = true, ...asked } = run.variables ?? {};
  const isAsWritten = JSON.stringify(asked) === JSON.stringify(given);
  const shown = run.isSuccess && isAsWritten ? run.data : undefined;
  const send = (isDry: boolean) => run.run({ ...given, dryRun: isDry });
  const read = async (file: File) => {
    const found = textOfFile(new Uint8Array(await file.arrayBuffer()));
    refuse(found === undefined);
    if (found !== undefined) write(found);
  };
  return (
    <Form layout="vertical" name="compile" disabled={run.isPending} onFinish={() => send(true)}>
      <Alert type="info" showIcon title={compile.hint} style={{ marginBlockEnd: 12 }} />
      <Form.Item label={compile.from} htmlFor="compile-from">
        <Select
          id="compile-from"
          value={from}
          onChange={choose}
          options={superiors.map((value) => ({ value, label: nameOf(value) }))}
        />
      </Form.Item>
      <Form.Item label={words.registryField.subject} htmlFor="compile-subject">
        <Input id="compile-subject" required value={subject} onChange={({ target }) => name(target.value)} />
      </Form.Item>
      <Form.Item
        label={compile.powers}
        htmlFor="compile-powers"
        extra={filledIn(compile.count, { count: powers.length })}
      >
        <Input.TextArea
          id="compile-powers"
          required
          rows={8}
          value={text}
          onChange={({ target }) => write(target.value)}
        />
      </Form.Item>
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <Button onClick={() => chosen.current?.click()}>{compile.file}</Button>
        <input
          ref={chosen}
          hidden
          type="file"
          aria-label={compile.file}
          accept=".csv,.txt"
          onChange={({ target }) => {
            const file = target.files?.[0];
            target.value = "";
            if (file !== undefined) void read(file);
          }}
        />
        <Button
          type="primary"
          htmlType="submit"
          loading={run.isPending && dryRun}
          disabled={powers.length === 0}
        >
          {compile.preview}
        </Button>
      </Space>
      {isUnread ? <Alert type="error" title={compile.unread} style={{ marginBlockEnd: 12 }} /> : null}
      <FailedDeed deed={run} />
      {shown === undefined ? null : (
        <Outcome of={shown} isDone={!dryRun}>
          {dryRun && shown.compiled.length > 0 ? (
            <Button type="primary" loading={run.isPending} onClick={() => send(false)}>
              {filledIn(compile.apply, { count: shown.compiled.length })}
            </Button>
          ) : null}
        </Outcome>
      )}
    </Form>
  );
}

/** What comes in, or came, and what does not, with why. */
function Outcome({
  of: { compiled, standing, withoutPower, withoutItem },
  isDone,
  children,
}: {
  of: Compiled;
  isDone: boolean;
  children: ReactNode;
}) {
  const { words } = useTexts();
  const { compile } = useRegistryWords();
  return (
    <>
      {isDone ? (
        <Alert
          type="success"
          showIcon
          title={filledIn(compile.applied, { count: compiled.length })}
          style={{ marginBlockEnd: 12 }}
        />
      ) : null}
      <Table<Compiled["compiled"][number]>
        rowKey="code"
        size="small"
        pagination={false}
        title={() => (isDone ? compile.added : compile.compiled)}
        locale={{ emptyText: compile.nothing }}
        dataSource={compiled}
        columns={[
          { title: words.registryField.name, dataIndex: "name" },
          { title: compile.superior, dataIndex: "from" },
          { title: compile.own, dataIndex: "code" },
        ]}
      />
      <div style={{ marginBlock: 12 }}>{children}</div>
      <Codes title={compile.standing} codes={standing} />
      <Codes title={compile.withoutPower} codes={withoutPower} />
      <Codes title={compile.withoutItem} codes={withoutItem} />
    </>
  );
}

/** Those of a kind that do not come in, folded up. */
function Codes({ title, codes }: { title: string; codes: readonly string[] }) {
  const { words } = useTexts();
  return codes.length === 0 ? null : (
    <details>
      <summary>{`${title} ${codes.length}`}</summary>
      <p className="number">{codes.join(words.comma)}</p>
    </details>
  );
}
