/** What completion needs to know of a command; oclif's manifest has it. */
export interface CommandShape {
  /** Words: `topic list`. */
  readonly words: readonly string[]
  readonly summary: string
  readonly flags: readonly FlagShape[]
  readonly args: readonly ArgShape[]
}
export interface FlagShape {
  readonly name: string
  readonly char: string | undefined
  readonly summary: string
  readonly takesValue: boolean
  readonly isRepeatable: boolean
  readonly allowNo: boolean
  readonly options: readonly string[]
}
export interface ArgShape {
  readonly name: string
  readonly options: readonly string[]
}

export interface Candidate {
  readonly value: string
  readonly summary: string
}
/** Names of a kind (`component`, `topic` …): asked only when such a name is due. */
export type NamesOf = (kind: string) => Promise<readonly string[]>

/** What may follow: `words` are those behind `msa`, the last being the one under the cursor, perhaps empty. */
export async function complete(
  words: readonly string[],
  commands: readonly CommandShape[],
  namesOf: NamesOf,
): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const command = commandOf(before, commands)
  const found =
    command === undefined ? nextWords(before, commands) : await withinCommand(command, before, current, namesOf)
  return found.filter(({value}) => value.startsWith(current))
}

/** The longest command that the words begin with. */
function commandOf(before: readonly string[], commands: readonly CommandShape[]): CommandShape | undefined {
  return commands
    .filter(({words}) => words.every((word, index) => before[index] === word))
    .sort((a, b) => b.words.length - a.words.length)[0]
}

function nextWords(before: readonly string[], commands: readonly CommandShape[]): Candidate[] {
  const next = new Map<string, string>()
  for (const {words, summary} of commands) {
    const word = words[before.length]
    const isHere = before.every((typed, index) => words[index] === typed)
    if (word === undefined || !isHere) continue
    const isCommand = words.length === before.length + 1
    next.set(word, isCommand ? summary : (next.get(word) ?? `${[...before, word].join(' ')} …`))
  }
  return [...next].map(([value, summary]) => ({value, summary})).sort((a, b) => a.value.localeCompare(b.value))
}

async function withinCommand(command: CommandShape, before: readonly string[], current: string, namesOf: NamesOf) {
  const typed = before.slice(command.words.length)
  const onlyArguments = typed.includes('--')
  const flag = onlyArguments ? undefined : flagNamed(command, typed.at(-1))
  if (flag?.takesValue) return values(flag.options, flag.name, command, namesOf)
  if (current.startsWith('-') && !onlyArguments) return flagsOf(command, typed)
  const given = argumentsOf(command, typed)
  const arg = command.args[Math.min(given.length, command.args.length - 1)]
  if (arg === undefined) return []
  const found = await values(arg.options, arg.name, command, namesOf)
  return found.filter(({value}) => !given.includes(value))
}

function flagNamed({flags}: CommandShape, word: string | undefined): FlagShape | undefined {
  return flags.find(({name, char}) => word === `--${name}` || (char !== undefined && word === `-${char}`))
}

function flagsOf(command: CommandShape, typed: readonly string[]): Candidate[] {
  return command.flags
    .filter(flag => flag.isRepeatable || !typed.some(word => flagNamed(command, word) === flag))
    .flatMap(({name, summary, allowNo}) => [
      {value: `--${name}`, summary},
      ...(allowNo ? [{value: `--no-${name}`, summary}] : []),
    ])
}

function argumentsOf(command: CommandShape, typed: readonly string[]): string[] {
  return typed.filter((word, index) => !word.startsWith('-') && !flagNamed(command, typed[index - 1])?.takesValue)
}

/** `name` alone means: one of what the command's topic is about, and components where it has no topic. */
async function values(
  options: readonly string[],
  name: string,
  {words}: CommandShape,
  namesOf: NamesOf,
): Promise<Candidate[]> {
  const singular = name.toLowerCase().replace(/s$/, '')
  const kind = singular === 'name' ? (words.length > 1 ? (words[0] ?? '') : 'component') : singular
  const found = options.length > 0 ? options : await namesOf(kind)
  return found.map(value => ({value, summary: ''}))
}
