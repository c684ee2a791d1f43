/** What `holdfast help` prints. */
export function helpText(): string {
  return `Holdfast: an AI storytelling chat whose users never lose a word to an outage.

  holdfast up        run edge, server and status, and keep them running
  holdfast edge      run the edge alone: what the browser talks to; before any other site with --origin URL
                     (--shell DIR: files to show while it is away; SIGHUP reads the settings again)
  holdfast edge ranges  show by which addresses the edge knows Cloudflare, and how old the list is (--update fetches it)
  holdfast server    run the server alone: chats, replies, logs
  holdfast status    run the status process alone: it stays when the server goes; of a site elsewhere with --watch URL
  holdfast status verify FOLDER|URL  check that a copy of the status page is what was signed (--key FILE|URL, --json)
  holdfast incident  say in public what is known of an outage: holdfast incident list, show ID, open, update ID, correct ID,
                     close ID (--probes-wrong REASON where ours see it fail still), merge ID (--title, --body, --impact, --side, --component NAME, --phase, --next MIN,
                     --of UPDATE, --into ID, --started and --recovered for one that is over, --version N, --json)
  holdfast maintenance  announce work: holdfast maintenance list, show ID, announce, update ID, cancel ID
                     (--title, --body, --component NAME, --from, --until, --state, --version N, --json)
  holdfast backup    copy all chats now, verified (--to DIR or s3://bucket/folder, --passphrase-file FILE seals it); a
                     running server does so by itself
  holdfast restore   list backups; bring one back (NAME or newest, --dry-run shows what would change, --to DATA_DIR,
                     --passphrase-file FILE)
  holdfast export    save chats as a file (--to FILE, --format zip|jsonl|markdown|text|html, --chat ID,
                     --passphrase-file FILE)
  holdfast import    take in an archive: holdfast import FILE (--passphrase-file FILE); twice changes nothing
  holdfast forecast  say how long an outage may last: holdfast forecast --history FILE.json (--elapsed MIN, --cause WORD,
                     --replay to score such forecasts, --json)
  holdfast generate  roll a generator: holdfast generate FILE (--list CALL, --count N, --seed S, --json); look for slips
                     in it with --check FILE; answer a file of requests with --batch REQUESTS; - is standard input
  holdfast support   read what somebody who asks for help has sent: holdfast support open FILE (--json);
                     --picture FILE writes the picture that they added
  holdfast ticket    answer people who asked for help: holdfast ticket list (--state open|answered|closed|all), show ID,
                     answer ID TEXT, close ID, link ID INCIDENT, export (--json); on another machine with --status-url
                     and --status-token
  holdfast subscriptions  who is told of outages: holdfast subscriptions list, add URL, remove ID, attempts ID, export,
                     import FILE
  holdfast doctor    say what broke and whose side it is on: holdfast doctor URL
                     (--origin ADDRESS[:PORT], --ca FILE, --resolver ADDRESS, --collector URL, --vantage URL, --key-file FILE,
                     --json, --evidence, --watch); any site; holdfast doctor collector runs on the origin and only reads,
                     holdfast doctor listen ADDRESS:PORT on a second machine;
                     holdfast doctor fix-check FILE asks again as --evidence was written, and keeps what was proven
                     (--cause ID, --confirmed FILE|none);
                     holdfast doctor explain EVIDENCE.json judges what was written down;
                     holdfast doctor lint [URL] finds the cause of the next outage, on the origin or by --collector
                     (--origin ADDRESS, --certificate FILE, --report FILE, --json, --evidence)
  holdfast lab       make faults on hosts of its own, as root on Linux, and measure the doctors: holdfast lab run [FAULT…]
                     (--seeds N, --first-seed N, --at-once N, --to DIR, --json); holdfast lab list names the faults,
                     holdfast lab report FILE.json says again what came of a run (--again: by what the doctor knows now)
  holdfast config    print every setting and where it comes from (--json, --schema)
  holdfast version   print the version
  holdfast help      print this

Settings are flags (--edge-port 8521), variables (HOLDFAST_EDGE_PORT=8521), or keys in holdfast.config.json (edgePort),
in this order. --config FILE names another file. docs/operations/configuration.md explains each.`
}
