import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {commandOf, type TypedCommand, typedCommands} from './manual/commands.js'
import {examplesOf} from './manual/examples.js'
import {mistakesOf} from './manual/mistakes.js'
import {allPages, page, root, tableRows} from './manual/pages.js'

const commands = await typedCommands()
const pages = allPages()
const english = page('README.md')
const korean = page('README.ko.md')

describe('the two READMEs', () => {
  it.each([english, korean])('$path has every command in its tables', readme => {
    const listed = tableRows(readme).flatMap(cells => commandsNamed(cells[0] ?? ''))
    const existing = commands.filter(({isHidden}) => !isHidden).map(({words}) => words)
    expect(existing.filter(words => !listed.includes(words))).toEqual([])
  })

  it.each([english, korean])('$path has each command once', readme => {
    const listed = tableRows(readme).flatMap(([cell = '']) => commandsMeant(cell))
    expect(listed.filter((words, index) => listed.indexOf(words) !== index)).toEqual([])
  })

  it('say the same commands in the same order', () => {
    const firstCells = [english, korean].map(readme =>
      tableRows(readme)
        .map(([cell]) => cell)
        .filter(cell => cell?.startsWith('`msa ')),
    )
    expect(firstCells[1]).toEqual(firstCells[0])
  })

  it('show the same examples', () => {
    const [one, other] = [english, korean].map(readme => examplesOf(readme).map(({words}) => words.join(' ')))
    expect(other).toEqual(one)
  })
})

describe('every page', () => {
  it('shows only commands and flags that exist', () => {
    expect(pages.flatMap(examplesOf).flatMap(example => mistakesOf(example, commands))).toEqual([])
  })

  it('links only to what is there', () => {
    const broken = pages.flatMap(({path, text}) =>
      [...text.matchAll(/(?:\]\(|src=")([^)"\s]+)[)"]/g)]
        .map(([, target = '']) => target.replace(/#.*$/, ''))
        .filter(target => target !== '' && !/^[a-z]+:/.test(target))
        .filter(target => !existsSync(join(root, dirname(path), target)))
        .map(target => `${path}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('is in the index of the manual when it belongs to it', () => {
    const index = page('docs/README.md').text
    const missing = pages
      .filter(({path}) => path.startsWith('docs/') && path !== 'docs/README.md')
      .filter(({path}) => !index.includes(`(${path.slice('docs/'.length)})`))
    expect(missing.map(({path}) => path)).toEqual([])
  })
})

/** `msa connector list`, `status`: a further word is of the same topic where that has such a command. */
function commandsMeant(cell: string): string[] {
  const [first = [], ...others] = codesIn(cell)
  const [topic = ''] = first
  return [
    commandOf(first, commands),
    ...others.map(words => {
      const ofTopic = commandOf([topic, ...words], commands)
      return ofTopic?.words.startsWith(`${topic} `) ? ofTopic : commandOf(words, commands)
    }),
  ].flatMap(wordsOf)
}

/** `msa start`, `stop`, `restart`: the calls and the further words of the same cell. */
function commandsNamed(cell: string): string[] {
  const codes = codesIn(cell)
  const topic = codes[0]?.[0] ?? ''
  return codes.flatMap(words => [commandOf(words, commands), commandOf([topic, ...words], commands)]).flatMap(wordsOf)
}

function codesIn(cell: string): string[][] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replace(/^msa /, '').split(' '))
}

function wordsOf(command: TypedCommand | undefined): string[] {
  return command === undefined ? [] : [command.words]
}
