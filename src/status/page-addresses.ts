/** Where the page of one incident or maintenance is found, from anywhere. */
export function incidentAddress({ url }: { readonly url: string }, { id }: { readonly id: string }): string {
  return `${url}/i/${id}`
}
