import { Modal } from "antd";
import { useTexts } from "../words/words.tsx";

/** What the keys do. */
export function KeysHelp({ close }: { close(): void }) {
  const { console } = useTexts();
  const keys = [
    ["/", console.shell.goSearch],
    ["g b", console.menu.board],
    ["g w", console.menu.workbench],
    ["g i", console.menu.inspections],
    ["g p", console.menu.plans],
    ["g c", console.menu.campaigns],
    ["g s", console.menu.supervision],
    ["g r", console.menu.registry],
    ["j k", console.shell.goLines],
    ["x", console.shell.tickLine],
    ["?", console.shell.showKeys],
  ];
  return (
    <Modal open title={console.shell.keys} onCancel={close} footer={null}>
      <table>
        <tbody>
          {keys.map(([key, what]) => (
            <tr key={key}>
              <th scope="row" style={{ textAlign: "start", paddingInlineEnd: 24 }}>
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
