/** The public portal's page of a draw or a publication. */
export function portalLink(portalUrl: string, kind: "draws" | "publications", id: string): string {
  return new URL(`/${kind}/${encodeURIComponent(id)}`, portalUrl).href;
}
