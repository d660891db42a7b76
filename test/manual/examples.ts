import type {Page} from './pages.js'

/** A call of msa that a page shows, as words. */
export interface Example {
  readonly path: string
  readonly line: number
  readonly words: readonly string[]
}

/** Every call of msa in code blocks and in inline code. What only names a command (`msa topic tail`) counts as well. */
export function examplesOf({path, text}: Page): readonly Example[] {
  let fence: string | undefined
  return text.split('\n').flatMap((line, index) => {
    const mark = /^\s*```(\w*)/.exec(line)
    if (mark !== null) {
      fence = fence === undefined ? (mark[1] ?? '') : undefined
      return []
    }
    return typedIn(line, fence)
      .flatMap(callsIn)
      .map(words => ({path, line: index + 1, words}))
  })
}

/** In `console` blocks what follows the prompt was typed, the rest is output. */
function typedIn(line: string, fence: string | undefined): string[] {
  if (fence === undefined) return [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '')
  if (fence === 'console') return line.startsWith('$ ') ? [line.slice(2)] : []
  return fence === 'sh' ? [line] : []
}

/** The calls of msa in a line as it would be typed, each as its words. */
export function callsIn(text: string): string[][] {
  return commandsIn(text).flatMap(words => {
    const start = words.findIndex(word => !/^[A-Z_]+=/.test(word))
    const [program, ...rest] = words.slice(start)
    return program === 'msa' || program === 'bin/msa' ? [rest] : []
  })
}

/** Words as a shell splits them, a new list after each `|`, `&&`, `;` and within `$(…)`; a comment ends it. */
function commandsIn(text: string): string[][] {
  const commands: string[][] = [[]]
  const token = /\s*(?:(#.*)|(\|\||&&|[|;]|\$\(|\))|((?:'[^']*'|"(?:\$\((?<inner>[^()]*)\)|[^"])*"|[^\s'"|;)])+))/gy
  for (const [, comment, operator, word] of text.matchAll(token)) {
    if (comment !== undefined) break
    if (operator !== undefined) commands.push([])
    else if (word !== undefined) commands.at(-1)?.push(unquoted(word))
    const inner = /^"\$\((.*)\)"$/.exec(word ?? '')?.[1]
    if (inner !== undefined) commands.unshift(...commandsIn(inner))
  }
  return commands.filter(words => words.length > 0)
}

function unquoted(word: string): string {
  return word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? '')
}
