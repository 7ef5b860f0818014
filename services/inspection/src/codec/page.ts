import { wordsOf } from "@shuangsui/contracts";

const { title, note, token, submit } = wordsOf("zh").codec;

/** The page on which somebody shows a token before reading the engine's page. */
export function pageAsking(): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body><main><h1>${title}</h1><p>${note}</p>
<form method="post" action="/"><label for="token">${token}</label>
<textarea id="token" name="token" rows="6" cols="80" autocomplete="off" spellcheck="false" required></textarea>
<button>${submit}</button></form></main></body>
</html>
`;
}
