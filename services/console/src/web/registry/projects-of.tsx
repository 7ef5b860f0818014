import { projectParties } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { asked } from "../calls/services.ts";
import { Loaded } from "../parts/loaded.tsx";
import { useTexts } from "../words/words.tsx";
import { useRegistryWords } from "./registry-words.ts";

/** So many are shown beside the entity; its own list has them all. */
const limit = "20";

/** The projects in which an entity takes part, as far as the reader sees them, each with what it does there (article 12). */
export function ProjectsOf({ party }: { party: string }) {
  const { words } = useTexts();
  const { parties } = useRegistryWords();
  const found = useQuery(asked("registry", "getProjects", { query: { party, limit } }));
  return (
    <section>
      <h2 style={{ fontSize: 15 }}>{parties.projects}</h2>
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{parties.none}</p>
          ) : (
            <>
              <ul>
                {items.map((project) => (
                  <li key={project.id}>
                    <Link to="/registry" search={{ tab: "projects", entry: project.code }}>
                      {project.name}
                    </Link>{" "}
                    {projectParties
                      .filter((part) => project[part] === party)
                      .map((part) => (
                        <Tag key={part}>{parties[part]}</Tag>
                      ))}
                    {words.projectState[project.state]}
                    {project.status === "active"
                      ? null
                      : `${words.comma}${words.targetStatus[project.status]}`}
                  </li>
                ))}
              </ul>
              <Link to="/registry" search={{ tab: "projects", party }}>
                {parties.all}
              </Link>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
