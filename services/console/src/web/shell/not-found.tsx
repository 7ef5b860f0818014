import { Link } from "@tanstack/react-router";
import { Result } from "antd";
import { useTexts } from "../words/words.tsx";

/** An address that is no page's. */
export function NotFound() {
  const { console } = useTexts();
  return (
    <Result
      status="404"
      title={console.shell.notFound}
      subTitle={console.shell.notFoundAdvice}
      extra={<Link to="/">{console.shell.toStart}</Link>}
    />
  );
}
