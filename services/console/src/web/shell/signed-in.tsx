import { Result } from "antd";
import { useTexts } from "../words/words.tsx";

/** The window in which somebody signed in again, while another waits with what was typed. */
export function SignedIn() {
  const { console } = useTexts();
  return <Result status="success" title={console.session.signedIn} />;
}
