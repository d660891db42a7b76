import {stringify} from 'yaml'
import type {ComposeDocument} from './compose-document.js'

const heading = (
  name: string,
) => `# The lab "${name}", written by msa export compose; it runs without msa. Start it in this folder:
#   docker compose up -d      (or docker-compose 1.29 and newer)
# Its user and its project's name stand in .env. files/ and env/ hold passwords and are for their owner alone.
`

/** No version key: Compose v2 would warn of it, and docker-compose 1.29 knows all conditions only without one. */
export function composeText(name: string, document: ComposeDocument): string {
  // docker-compose 1.29 reads YAML 1.1, where `no` is false and `0:0` a number of minutes.
  const yaml = stringify(document, {aliasDuplicateObjects: false, lineWidth: 0, nullStr: '', compat: 'yaml-1.1'})
  return `${heading(name)}${yaml}`
}

/** Compose's own file of settings. */
export function dotenvText({project, user}: {readonly project: string; readonly user: string}): string {
  return `COMPOSE_PROJECT_NAME=${project}\n# Whom the programs of msa run as, and whose their files are.\nMSA_USER=${user}\n`
}

/** Compose wants lower-case letters, digits, "_" and "-"; the ending keeps it apart from a project of the person's own. */
export function projectName(lab: string): string {
  return `${lab
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '-')
    .replace(/^[^a-z0-9]+/, '')}-lab`
}
