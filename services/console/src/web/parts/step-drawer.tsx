import { Drawer } from "antd";
import type { ReactNode } from "react";
import { ArticleLink } from "../help/article-link.tsx";

/** The form of a step, beside the page; without a title none is open. */
export function StepDrawer({
  title,
  article,
  close,
  children,
}: {
  title: string | undefined;
  article: number | undefined;
  close(): void;
  children: ReactNode;
}) {
  return (
    <Drawer
      open={title !== undefined}
      title={title}
      size={640}
      onClose={close}
      extra={article === undefined ? null : <ArticleLink article={article} />}
      destroyOnHidden
    >
      {children}
    </Drawer>
  );
}
