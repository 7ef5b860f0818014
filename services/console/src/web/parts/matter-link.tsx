import { shortened, type Done } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../words/words.tsx";

/** Leads to a matter, by what it is called. */
export function MatterLink({ matter, id, title }: NonNullable<Done["subject"]>) {
  const { words } = useTexts();
  const kind = words.auditKind[matter];
  const name = title === "" ? kind : `${kind}：${shortened(title, 80)}`;
  const params = { id };
  switch (matter) {
    case "inspection":
      return (
        <Link to="/inspections/$id" params={params} className="name">
          {title}
        </Link>
      );
    case "campaign":
      return (
        <Link to="/campaigns/$id" params={params} className="name">
          {name}
        </Link>
      );
    case "plan":
      return (
        <Link to="/plans/$id" params={params} className="name">
          {name}
        </Link>
      );
    case "supervision":
      return (
        <Link to="/supervision/$id" params={params} className="name">
          {name}
        </Link>
      );
    case "text-review":
      return (
        <Link to="/reviews/$id" params={params} className="name">
          {name}
        </Link>
      );
    default:
      return matter satisfies never;
  }
}
