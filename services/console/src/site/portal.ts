/** The public portal's page of a draw or a publication. */
export function portalLink(disclosureUrl: string, kind: "draws" | "publications", id: string): string {
  return new URL(`/${kind}/${encodeURIComponent(id)}`, disclosureUrl).href;
}
