import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export interface Page {
  /** `docs/kafka.md` */
  readonly path: string
  readonly text: string
}

export function page(path: string): Page {
  return {path, text: readFileSync(join(root, path), 'utf8')}
}

/** Everything that is written for people: the READMEs of the root and of the sources, the manual. */
export function allPages(): readonly Page[] {
  const manual = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md'))
  const inSources = readdirSync(join(root, 'src'), {recursive: true, encoding: 'utf8'}).filter(name =>
    name.endsWith('README.md'),
  )
  return [
    'README.md',
    'README.ko.md',
    'CHANGELOG.md',
    'test/README.md',
    ...manual.map(name => `docs/${name}`),
    ...inSources.map(name => `src/${name}`),
  ].map(page)
}

/** The rows of all tables, each as its cells; heads and rules are left out. */
export function tableRows({text}: Page): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line, index, lines) => isRow(line) && !isRule(line) && !isRule(lines[index + 1] ?? ''))
    .map(line =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim().replaceAll('\\|', '|')),
    )
}

function isRow(line: string): boolean {
  return line.startsWith('|') && line.trimEnd().endsWith('|')
}

function isRule(line: string): boolean {
  return /^\|[\s:|-]+\|$/.test(line.trimEnd())
}

/** Between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function section({path, text}: Page, name: string): string {
  const found = new RegExp(`<!-- ${name} -->\\n([^]*?)<!-- /${name} -->`).exec(text)
  if (found?.[1] === undefined) throw new Error(`${path} has no part between <!-- ${name} --> and <!-- /${name} -->`)
  return found[1].trim()
}
