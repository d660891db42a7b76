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
  const words = command.map(word => quoted(word.replaceAll('{}', temporary)))
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)} `)
  return [
    `if [ ! -e ${quoted(creates)} ]; then`,
    `  rm -rf ${quoted(temporary)}; mkdir -p "$(dirname ${quoted(creates)})"`,
    // Lines of their own: `set -e` passes over what fails before `&&`.
    `  ${assignments.join('')}${words.join(' ')} >/dev/null`,
    // Another lab may have made it meanwhile; without -T a folder would be moved into that one.
    `  mv -T ${quoted(temporary)} ${quoted(creates)} 2>/dev/null || { rm -rf ${quoted(temporary)}; [ -e ${quoted(creates)} ]; }`,
    'fi',
  ].join('\n')
}

function startLines(command: string, archive: ClassArchive | undefined): string[] {
  if (archive === undefined) return ['exec "$0" "$@"']
  const exec = (isThere: boolean) =>
    `exec ${[command, ...classArchiveFlags(archive, isThere)].map(quoted).join(' ')} "$@"`
  return [`if [ -e ${quoted(archive.archive)} ]; then ${exec(true)}; fi`, exec(false)]
}

/** Makes the class archive of a running task, inside its container. Ends with 0 when it was made, 3 when it was there already. */
export function classArchiveScript(spec: ClassArchive, run: string): string[] {
  const temporary = `${spec.archive}.${run}.tmp`
  const make = classArchiveCommand(spec, temporary).map(quoted).join(' ')
  return [
    'sh',
    '-c',
    [
      `[ ! -e ${quoted(spec.archive)} ] || exit 3`,
      `mkdir -p "$(dirname ${quoted(spec.archive)})"`,
      `nice -n 19 ${make} && mv ${quoted(temporary)} ${quoted(spec.archive)}`,
    ].join('\n'),
  ]
}

/** A word for a POSIX shell (XCU 2.2.2: within single quotes every character stands for itself). */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
