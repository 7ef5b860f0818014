import { useNavigate } from "@tanstack/react-router";
import Search from "antd/es/input/Search";
import { useState } from "react";
import { useTexts } from "../words/words.tsx";

/** The search at the top of each page: whatever is found stands on a page of its own, which can be linked to. */
export function SearchAll() {
  const { console } = useTexts();
  const [text, type] = useState("");
  const navigate = useNavigate();
  return (
    <search className="search">
      <Search
        id="search-all"
        allowClear
        value={text}
        aria-label={console.shell.searchAll}
        placeholder={console.shell.search}
        onChange={(event) => type(event.target.value)}
        onSearch={(value) => {
          const wanted = value.trim();
          if (wanted !== "") void navigate({ to: "/search", search: { text: wanted } });
        }}
      />
    </search>
  );
}
