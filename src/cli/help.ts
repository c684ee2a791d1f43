/** What `holdfast help` prints. */
export function helpText(): string {
  return `Holdfast: an AI storytelling chat whose users never lose a word to an outage.

  holdfast up        run edge, server and status, and keep them running
  holdfast edge      run the edge alone: what the browser talks to
  holdfast server    run the server alone: chats, replies, logs
  holdfast status    run the status process alone: it stays when the server goes
  holdfast config    print every setting and where it comes from (--json, --schema)
  holdfast version   print the version
  holdfast help      print this

Settings are flags (--edge-port 8521), variables (HOLDFAST_EDGE_PORT=8521), or keys in holdfast.config.json (edgePort),
in this order. --config FILE names another file. docs/operations/configuration.md explains each.`
}
