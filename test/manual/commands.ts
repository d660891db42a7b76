import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Command} from '@oclif/core'
import {root} from './pages.js'

/** A command as it can be typed: `topic tail`. */
export interface TypedCommand {
  readonly words: string
  readonly isHidden: boolean
  /** `--from`, `-n`, `--no-follow` … */
  readonly flags: ReadonlySet<string>
  readonly examples: number
}

const everywhere = ['--help']

/** The commands as the sources have them, aliases included: no build is needed, and none can be stale. */
export async function typedCommands(): Promise<readonly TypedCommand[]> {
  const folder = join(root, 'src', 'commands')
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(
    file => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const commands = await Promise.all(
    files.map(async file => {
      const {default: command} = (await import(pathToFileURL(join(folder, file)).href)) as {default: typeof Command}
      const id = file
        .replace(/\.ts$/, '')
        .replaceAll('/', ' ')
        .replace(/ index$/, '')
      return [id, ...(command.aliases ?? [])].map((words, index) => typed(words, command, index > 0))
    }),
  )
  return commands.flat()
}

function typed(words: string, command: typeof Command, isAlias: boolean): TypedCommand {
  const flags = Object.entries({...command.baseFlags, ...command.flags}).flatMap(([name, flag]) => [
    `--${name}`,
    ...(flag.type === 'boolean' && flag.allowNo ? [`--no-${name}`] : []),
    ...(flag.char === undefined ? [] : [`-${flag.char}`]),
    ...(flag.aliases ?? []).map(alias => (alias.length === 1 ? `-${alias}` : `--${alias}`)),
  ])
  return {
    words: words.replaceAll(':', ' '),
    isHidden: isAlias || command.hidden === true,
    examples: command.examples?.length ?? 0,
    flags: new Set([...flags, ...everywhere, ...(command.enableJsonFlag ? ['--json'] : [])]),
  }
}

/** The command that these words begin with; the longest one, since `topic` may be a command besides `topic tail`. */
export function commandOf(words: readonly string[], commands: readonly TypedCommand[]): TypedCommand | undefined {
  return commands
    .filter(command => command.words.split(' ').every((word, index) => word === words[index]))
    .sort((one, other) => other.words.length - one.words.length)[0]
}
