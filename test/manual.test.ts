import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {EXIT_CODES} from '../src/errors.js'
import {catalogue} from '../src/stacks/index.js'
import {imageTable} from './manual/image-table.js'
import {labFileTables} from './manual/lab-file-tables.js'
import {page, root, section, tableRows} from './manual/pages.js'

const readmes = ['README.md', 'README.ko.md'].map(page)
const shortcuts = catalogue.flatMap(({labShortcuts = []}) => labShortcuts)

describe('the READMEs', () => {
  it.each(readmes)('$path has every component with its ports', readme => {
    const rows = new Map(tableRows(readme).map(([name, ports]) => [name, ports]))
    const shown = catalogue.map(({name}) => [name, rows.get(name)])
    expect(shown).toEqual(catalogue.map(({name, ports}) => [name, portsText(ports, readme.path)]))
  })

  it('list what the lab trades for speed, in the words of the components', () => {
    expect(section(page('README.md'), 'lab shortcuts')).toBe(shortcuts.map(text => `- ${text}`).join('\n'))
    expect(section(page('docs/durability.md'), 'lab shortcuts')).toBe(shortcuts.map(text => `- ${text}`).join('\n'))
  })

  it('list it in Korean with the same settings', () => {
    const settings = (text: string) => [...text.matchAll(/\(([^)]*=[^)]*)\)/g)].map(([, setting]) => setting)
    expect(settings(section(page('README.ko.md'), 'lab shortcuts'))).toEqual(settings(shortcuts.join('\n')))
  })
})

describe('the manual', () => {
  it('has every error code with its exit code', () => {
    const rows = tableRows(page('docs/exit-codes.md')).flatMap(([code = '', , errors = '']) =>
      [...errors.matchAll(/`(E_[A-Z_]+)`/g)].map(([, name]) => [name, Number(code)]),
    )
    expect(Object.fromEntries(rows)).toEqual(EXIT_CODES)
  })

  it('has every key of the lab file with its meaning', () => {
    const path = 'docs/lab-file.md'
    const tables = labFileTables()
    if (process.env.UPDATE_MANUAL) writeSection(path, 'keys', tables)
    expect(unpadded(section(page(path), 'keys'))).toBe(unpadded(tables))
  })

  it('has the image of every component, and how it is fetched', () => {
    const path = 'docs/containers.md'
    const table = imageTable()
    if (process.env.UPDATE_MANUAL) writeSection(path, 'images', table)
    expect(unpadded(section(page(path), 'images'))).toBe(unpadded(table))
  })
})

function portsText(ports: Readonly<Record<string, number>>, path: string): string {
  const any = path.endsWith('.ko.md') ? '임의' : 'any'
  return Object.values(ports)
    .map(port => (port === 0 ? any : String(port)))
    .join(', ')
}

/** The formatter pads the cells of tables. */
function unpadded(text: string): string {
  return text.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---')
}

function writeSection(path: string, name: string, text: string): void {
  const {text: before} = page(path)
  const part = new RegExp(`<!-- ${name} -->\\n[^]*?<!-- /${name} -->`)
  writeFileSync(
    join(root, path),
    before.replace(part, () => `<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->`),
  )
}
