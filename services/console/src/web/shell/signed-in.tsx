import { Result } from "antd";
import { Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** The window in which somebody signed in again, while another waits with what was typed. */
export function SignedIn() {
  const { console } = useTexts();
  return (
    <Page title={console.session.signedIn}>
      <Result status="success" />
    </Page>
  );
}
