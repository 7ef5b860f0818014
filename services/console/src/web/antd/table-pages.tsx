import type { PaginationProps } from "antd";
import { lazy, Suspense } from "react";

const Pages = lazy(() => import("antd/es/pagination"));

/** In the place of the pages that Ant Design's table has below it: fetched by the few tables that are longer than one page. */
export default function TablePages(props: PaginationProps) {
  const { total = 0, pageSize = 10, hideOnSinglePage = false } = props;
  if (hideOnSinglePage && total <= pageSize) return null;
  return (
    <Suspense fallback={null}>
      <Pages {...props} />
    </Suspense>
  );
}
