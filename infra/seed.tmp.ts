import { readFileSync, writeFileSync } from "node:fs";
import { peopleOf } from "./embedded/people.ts";
import { seedStack } from "./fuzz/seed.ts";
const d = JSON.parse(readFileSync("/var/tmp/w3stack/data/all.json", "utf8"));
const t = Date.now();
const words = await seedStack({ endpoints: d.endpoints, people: peopleOf(d.endpoints.identity, d.secrets.operatorSecret) } as never);
console.log(Date.now() - t, Object.entries(words.names).map(([k, v]) => `${k} ${v.length}`).join());
writeFileSync("/tmp/w3/words.json", JSON.stringify(words));
