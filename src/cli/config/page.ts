import { flagOf } from '#shared/cannot-listen.ts'
import { variableOf } from './names.ts'
import { settingNames, settings } from './settings.ts'

/** The page of docs about the settings, made from the settings. */
export function configurationPage(): string {
  return `${intro}
${settingNames.map(sectionOf).join('\n')}`
}

const intro = `# Configuration

Holdfast needs none: \`npm start\` runs with what stands here. Every value can be set in three places; the first that has
it decides:

1. a flag, as in \`holdfast up --edge-port 9000\` (\`--look\` and \`--no-look\` for a switch);
2. an environment variable, as in \`HOLDFAST_EDGE_PORT=9000\` (empty counts as not set);
3. the file \`holdfast.config.json\` in the folder where Holdfast is started, or the one that \`--config FILE\` names.

\`holdfast config\` prints every value with the place it comes from, and never a key; \`holdfast config --json\` does the same
for programs. The file has a [JSON Schema](holdfast.config.schema.json) for editors, which \`holdfast config --schema\`
prints too. A name that Holdfast does not know and a value that cannot be are refused with one sentence and exit code 2,
and nothing is started.

\`\`\`json
{
  "edgePort": 9000,
  "dataDir": "/srv/stories",
  "backends": [{ "name": "home", "baseURL": "http://127.0.0.1:11434/v1", "model": "llama3.2" }]
}
\`\`\`

The server has no accounts yet, so it listens on this machine alone. To write from another one, bring the port there:
\`ssh -N -L 8521:127.0.0.1:8521 this-machine\`, then open http://localhost:8521.

## Settings
`

function sectionOf(name: (typeof settingNames)[number]): string {
  const { about, mustBe, default: standard } = settings[name]
  return `### \`${name}\`

${about} It must be ${mustBe}.

Default \`${JSON.stringify(standard)}\` · flag \`${flagOf(name)}\` · variable \`${variableOf(name)}\`
`
}
