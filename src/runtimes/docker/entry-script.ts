import {shellWord} from '../../platform/shell-word.js'
import type {ClassArchive, PrepareStep, Workload} from '../../stacks/component.js'
import {classArchiveCommand, classArchiveFlags} from '../class-archive.js'

/**
 * What the container runs: the program itself, or a shell that first makes what is made once, chooses the flags of the class archive by whether it is there,
 * and then becomes the program, so that signals reach it.
 */
export function entryOf({command, args, prepare = [], classArchive}: Workload, run: string): string[] {
  if (prepare.length === 0 && classArchive === undefined) return [command, ...args]
  const script = ['set -e', ...prepare.map(step => stepLine(step, run)), ...startLines(command, classArchive)].join(
    '\n',
  )
  return ['sh', '-c', script, command, ...args]
}

/** Made under another name and renamed, so that what is half made never counts. */
function stepLine({creates, command, env = {}}: PrepareStep, run: string): string {
  const temporary = `${creates}.${run}.tmp`
  const words = command.map(word => shellWord(word.replaceAll('{}', temporary)))
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${shellWord(value)} `)
  return [
    `if [ ! -e ${shellWord(creates)} ]; then`,
    `  rm -rf ${shellWord(temporary)}; mkdir -p "$(dirname ${shellWord(creates)})"`,
    // Lines of their own: `set -e` passes over what fails before `&&`.
    `  ${assignments.join('')}${words.join(' ')} >/dev/null`,
    // Another lab may have made it meanwhile; without -T a folder would be moved into that one.
    `  mv -T ${shellWord(temporary)} ${shellWord(creates)} 2>/dev/null || { rm -rf ${shellWord(temporary)}; [ -e ${shellWord(creates)} ]; }`,
    'fi',
  ].join('\n')
}

function startLines(command: string, archive: ClassArchive | undefined): string[] {
  if (archive === undefined) return ['exec "$0" "$@"']
  const exec = (isThere: boolean) =>
    `exec ${[command, ...classArchiveFlags(archive, isThere)].map(shellWord).join(' ')} "$@"`
  return [`if [ -e ${shellWord(archive.archive)} ]; then ${exec(true)}; fi`, exec(false)]
}

/** Makes the class archive of a running task, inside its container. Ends with 0 when it was made, 3 when it was there already. */
export function classArchiveScript(spec: ClassArchive, run: string): string[] {
  const temporary = `${spec.archive}.${run}.tmp`
  const make = classArchiveCommand(spec, temporary).map(shellWord).join(' ')
  return [
    'sh',
    '-c',
    [
      `[ ! -e ${shellWord(spec.archive)} ] || exit 3`,
      `mkdir -p "$(dirname ${shellWord(spec.archive)})"`,
      `nice -n 19 ${make} && mv ${shellWord(temporary)} ${shellWord(spec.archive)}`,
    ].join('\n'),
  ]
}
