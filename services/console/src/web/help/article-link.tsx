import { filledIn } from "@shuangsui/contracts";
import { QuestionCircleOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../words/words.tsx";

/** Leads to the text of an article, beside the page, so that what was typed stays. */
export function ArticleLink({ article }: { article: number }) {
  const { console } = useTexts();
  return (
    <Link to="/help" search={{ article: String(article) }} target="_blank">
      <QuestionCircleOutlined aria-hidden /> {filledIn(console.failed.article, { article })}
    </Link>
  );
}
