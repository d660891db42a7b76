import {describe, expect, it} from 'vitest'
import {MsaError} from '../errors.js'
import {parsePropertyPath} from './property-path.js'
import {textOf} from './spring-value.js'
import {type ConfigChange, editYaml} from './yaml-edit.js'
import {yamlEntries} from './yaml-entries.js'
import {parseYamlFile} from './yaml-file.js'

const course = `# the course's file
spring:
    datasource:   # the database
        url: "jdbc:mariadb://localhost:3306/mydb"   # keep
        password: 'geheim' # secret

    rabbitmq: {host: 127.0.0.1, port: 5672}

greeting:
    message: Welcome  # said at /welcome
list:
  - one
  - host: a   # first
    port: 1
`

describe('a value changed in place', () => {
  it.each<[string, string, string, string]>([
    ['single quotes', 'spring.datasource.password', '{cipher}ab12', "password: '{cipher}ab12' # secret"],
    ['double quotes', 'spring.datasource.url', 'a"b\\c', 'url: "a\\"b\\\\c"   # keep'],
    ['a plain value', 'greeting.message', 'Hello there', 'message: Hello there  # said at /welcome'],
    ['a plain value that needs quotes', 'greeting.message', 'yes', "message: 'yes'  # said at /welcome"],
    ['a value in a flow mapping (B65)', 'spring.rabbitmq.port', '5673', '{host: 127.0.0.1, port: 5673}'],
    ['a flow value that needs quotes', 'spring.rabbitmq.host', 'a, b', "{host: 'a, b', port: 5672}"],
    ['an item of a list', 'list[0]', 'uno', '- uno\n'],
    ['a key in a list', 'list[1].host', 'b: c', "- host: 'b: c'   # first"],
  ])('keeps %s and everything around it', (_, path, value, shown) => {
    const result = edited(course, path, value)
    expect(result).toContain(shown)
    expect(linesChanged(course, result)).toBe(1)
  })

  it.each<[string, string, {path: string} & Partial<Omit<ConfigChange, 'path'>>, string]>([
    ['a literal block (B65)', 'a: |  # why\n  one\n  two\n\nb: 2\n', {path: 'a'}, "a: 'new'  # why\n\nb: 2\n"],
    ['a folded block at the end (B65)', 'a:\n  b: >-\n    one\n    two', {path: 'a.b'}, "a:\n  b: 'new'"],
    ['an anchor on the value (B65)', 'a: &x old # c\nb: *x\n', {path: 'a'}, 'a: &x new # c\nb: *x\n'],
    ['a tag', 'a: !!str old\n', {path: 'a'}, 'a: !!str new\n'],
    ['no value', 'a:\nb: 1\n', {path: 'a'}, 'a: new\nb: 1\n'],
    ['no value and a comment', 'a: # c\n  # d\nb: 1\n', {path: 'a'}, 'a: new # c\n  # d\nb: 1\n'],
    ['no value in a flow mapping', 'a: {b: , c: 1}\n', {path: 'a.b'}, 'a: {b: new, c: 1}\n'],
    ['null', 'a: ~\n', {path: 'a'}, 'a: new\n'],
    ['a plain value over two lines', 'a: one\n  two # c\nb: 1\n', {path: 'a'}, 'a: new # c\nb: 1\n'],
    ['a key with dots (B63)', 'a.b:\n  c: 1\n', {path: 'a.b.c'}, 'a.b:\n  c: new\n'],
    ['a quoted key (B63)', '"a b": 1\n', {path: '"a b"'}, '"a b": new\n'],
    ['the later one of two spellings', 'a.b: 1\na:\n  b: 2\n', {path: 'a.b'}, 'a.b: 1\na:\n  b: new\n'],
    ['the only document that has it', 'a: 1\n---\nb: 2\n...\n', {path: 'b'}, 'a: 1\n---\nb: new\n...\n'],
    ['the document asked for (B65)', 'a: 1\n---\na: 2\n', {path: 'a', document: 1}, 'a: 1\n---\na: new\n'],
    ['CRLF line ends', 'a: 1\r\nb: 2 # c\r\n', {path: 'b'}, 'a: 1\r\nb: new # c\r\n'],
    ['a BOM', '\ufeffa: 1\n', {path: 'a'}, '\ufeffa: new\n'],
    ['a directive', '%YAML 1.1\n---\na: 1\n', {path: 'a'}, '%YAML 1.1\n---\na: new\n'],
    ['an alias, when asked to', 'x: &x 1\na: *x # c\n', {path: 'a', unalias: true}, 'x: &x 1\na: new # c\n'],
    [
      'a merged key, when asked to',
      'x: &x {p: 1}\na:\n  <<: *x\n  q: 2\n',
      {path: 'a.p', unalias: true},
      'x: &x {p: 1}\na:\n  <<: *x\n  q: 2\n  p: new\n',
    ],
  ])('keeps %s', (_, before, {path, ...change}, after) => {
    expect(edited(before, path, 'new', change)).toBe(after)
  })

  it.each<[string, string, string, string]>([
    [
      'at the end of its mapping',
      'a:\n  b: 1 # c\n\n# about d\nd: 2\n',
      'a.x',
      'a:\n  b: 1 # c\n  x: new\n\n# about d\nd: 2\n',
    ],
    ['with the mappings it needs', 'a: 1\n', 'b.c.d', 'a: 1\nb:\n  c:\n    d: new\n'],
    ['as deep as the file indents', 'a:\n    b: 1\n', 'c.d', 'a:\n    b: 1\nc:\n    d: new\n'],
    [
      'after a block scalar',
      'a:\n  b: |\n    one\n    two\n\nc: 1\n',
      'a.x',
      'a:\n  b: |\n    one\n    two\n  x: new\n\nc: 1\n',
    ],
    ['without a final line end', 'a: 1', 'b', 'a: 1\nb: new'],
    ['with CRLF', 'a: 1\r\n', 'b', 'a: 1\r\nb: new\r\n'],
    ['into an empty file', '', 'a.b', 'a:\n  b: new\n'],
    ['under comments alone', '# only\n', 'a', '# only\na: new\n'],
    ['below a key without a value', 'a: # c\nb: 1\n', 'a.x', 'a: # c\n  x: new\nb: 1\n'],
    ['into a flow mapping', 'a: {b: 1}\n', 'a.c.d', 'a: {b: 1, c: {d: new}}\n'],
    ['into an empty flow mapping', 'a: {} # c\n', 'a.b', 'a: {b: new} # c\n'],
    [
      'into a mapping in a list',
      'l:\n  - a: 1\n  - a: 2\nz: 1\n',
      'l[0].b',
      'l:\n  - a: 1\n    b: new\n  - a: 2\nz: 1\n',
    ],
    [
      'into the document without a profile',
      'spring.config.activate.on-profile: dev\n---\na: 1\n---\nb: 1\n',
      'c',
      'spring.config.activate.on-profile: dev\n---\na: 1\nc: new\n---\nb: 1\n',
    ],
  ])('is added %s', (_, before, path, after) => {
    expect(edited(before, path, 'new')).toBe(after)
  })

  it.each([
    ...[
      'yes',
      'no',
      'off',
      '1',
      '010',
      '1_000',
      '1.50',
      '1.0',
      '0x1F',
      'null',
      '~',
      '',
      ' ',
      ' a',
      'a ',
      'a b',
      "it's",
      '"',
    ],
    ...[
      '{cipher}0c76',
      '*a',
      '&a',
      '@a',
      '%a',
      '!a',
      '|',
      '>',
      '-',
      '- a',
      '-5',
      '?',
      '? a',
      '#a',
      'a #b',
      'a: b',
      'a:',
      ':a',
    ],
    ...[
      '[a',
      ']',
      '{',
      '}',
      'a,b',
      '`',
      '=',
      '<<',
      '---',
      '...',
      '2024-01-02',
      '12:30:45',
      '$&',
      '$1',
      "$'",
      '\\',
      '\\n',
      '$$',
    ],
    ...[
      'a\nb',
      'a\r\nb',
      '\t',
      'é日🔑',
      '\u0000\u001f\u007f\u0085\u2028\ufeff',
      '__proto__',
      `\${a:b}`,
      '1e3',
      '.5',
      '.inf',
      'true',
    ],
  ])('reads back as the same text for Spring: %j', value => {
    for (const [before, path] of [
      ['a: old # c\n', 'a'],
      ["a: 'old'\n", 'a'],
      ['a: "old"\n', 'a'],
      ['a: {b: old, c: 1}\n', 'a.b'],
      ['a:\n  - old\n', 'a[0]'],
      ['a: |\n  old\n', 'a'],
      ['b: 1\n', 'a'],
      ['a: {b: 1}\n', 'a.c'],
    ] as const) {
      expect(valueAt(edited(before, path, value), path)).toBe(value)
    }
    expect(({} as {polluted?: unknown}).polluted).toBeUndefined()
  })
})

describe('refused, with the place and the way out', () => {
  it.each<[string, string, string, string]>([
    ['a path through a value (B62)', 'x: 0\na: 1\n', 'a.b', 'a.yml:2:4: a is a single value, not a mapping'],
    ['a mapping', 'a:\n  b: 1\n', 'a', 'a is a mapping, not one value'],
    ['a list', 'a: [1]\n', 'a', 'a is a list, not one value'],
    ['an item out of range (B61)', 'a: [1, 2, 3]\n', 'a[9]', 'a has 3 items, [9] is out of range'],
    ['a name in a list', 'a: [1]\n', 'a.b', 'a is a list'],
    ['a list to be made', 'a: 1\n', 'b[0]', 'b[0] would begin a list'],
    ['an alias (B64)', 'x: &x 1\na: *x\n', 'a', 'a.yml:2:4: a is shared with line 1 by an alias'],
    ['a merge (B64)', 'x: &x\n  p: 1\na:\n  <<: *x\n', 'a.p', 'a.yml:4:7: a.p is shared with line 2 by a merge'],
    ['a value below an alias', 'x: &x {p: 1}\na: *x\n', 'a.p', 'a.p is shared with line 1 by an alias'],
    ['a key below an alias', 'x: &x {p: 1}\na: *x\n', 'a.q', 'a is shared with line 1'],
    [
      'an unquoted cipher (B76)',
      'b: 1\na: {cipher}0c76\n',
      'b',
      'a.yml:2:4: an unquoted {cipher} is a mapping to YAML',
    ],
    ['an empty unquoted cipher', 'a: {cipher}\n', 'b', 'a.yml:1:4: an unquoted {cipher} is a mapping to YAML'],
    ['a key twice', 'a: 1\na: 2\n', 'a', 'a.yml:2:1: Map keys must be unique'],
    ['two documents with the key', 'a: 1\n---\na: 2\n', 'a', 'a stands in the documents 0, 1'],
    ['a tab', 'a:\n\tb: 1\n', 'a.b', 'a.yml:2:'],
    ['a tag of its own', 'a: !!js/function x\n', 'b', 'a.yml:1:18: unknown tag'],
    ['an alias without an anchor', 'a: *nothing\n', 'b', 'no anchor &nothing before this alias'],
    ['an alias in its own anchor', 'a: &a [*a]\n', 'b', 'an alias lies within its own anchor'],
    ['a list as the file', '- a\n', 'b', 'the file is a list'],
  ])('%s', (_, text, path, message) => {
    const error = failureOf(() => edited(text, path, 'new'))
    expect(error.message).toContain(message)
    expect(error.suggestions.length).toBeGreaterThan(0)
    expect(error.oclif.exit).toBe(2)
  })

  it.each([
    ['', 1],
    ['a..b', 3],
    ['.a', 1],
    ['a.', 3],
    ['a[', 2],
    ['a[-1]', 2],
    ['a[x]', 2],
    ['a[0', 2],
    ['a[0]b', 5],
    ['[0]', 1],
    ['a b', 2],
    ['a.__proto__.b', 3],
    ['constructor', 1],
    ['a."', 3],
    ['a\nb', 2],
  ])('the path %j, with its column (B61)', (path, column) => {
    const error = failureOf(() => parsePropertyPath(path))
    expect(error.message).toMatch(new RegExp(`column ${column}$`))
    expect(error.suggestions.join()).toContain('Quote a name')
  })

  it('a bomb of aliases, in no time and little memory (B39, B40, B41)', () => {
    const laughs = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...[...'bcdefghi'].map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]}, `.repeat(9)}]`),
    ]
    const merges = [
      'a0: &a0 {}',
      ...Array.from({length: 60}, (_, i) => `a${i + 1}: &a${i + 1}\n  <<: [*a${i}, *a${i}]`),
    ]
    const begun = performance.now()
    for (const text of [
      laughs.join('\n'),
      merges.join('\n'),
      `a: ${'['.repeat(5000)}`,
      'a: {'.repeat(5000),
      'x'.repeat(2 ** 20 + 1),
    ]) {
      expect(failureOf(() => edited(text, 'z', '1')).code).toBe('E_INPUT')
    }
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})

describe('Spring reads from YAML', () => {
  it.each<[string, string]>([
    ['off', 'false'],
    ['0x1F', '31'],
    ['010', '8'],
    ['0b11', '3'],
    ['1.0e+3', '1000.0'],
    ['12345678901', '12345678901'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1e10', '1.0E10'],
    ['0.00001', '1.0E-5'],
    ['-0.75', '-0.75'],
    ['190:20:30', '685230'],
    ['y', 'y'],
    ['2024-01-02', '2024-01-02'],
    ['08', '08'],
    ['1.2.3', '1.2.3'],
    ['', ''],
    ['~', ''],
    ['[]', ''],
    ['"010"', '010'],
  ])('%s as %s', (written, read) => {
    expect(valueAt(`a: ${written}\n`, 'a')).toBe(read)
  })

  it('lists, lists of maps, nested lists, bracketed and dotted keys as it names them', () => {
    const text = 'a:\n  b: [1, {c: 2}]\n  d: [[3]]\n  "[x.y]": 4\n  p.q: 5\n  e: {}\n  010: 6\n'
    const file = parseYamlFile(text, 'a.yml')
    const [document] = file.documents
    const leaves = document ? yamlEntries(file, document).filter(entry => entry.value !== undefined) : []
    expect(leaves.map(({key, value, spot}) => `${key}=${textOf(value ?? '')}@${spot.line}:${spot.column}`)).toEqual([
      'a.b[0]=1@2:7',
      'a.b[1].c=2@2:14',
      'a.d[0][0]=3@3:8',
      'a[x.y]=4@4:12',
      'a.p.q=5@5:8',
      'a.010=6@7:8',
    ])
  })
})

function edited(text: string, path: string, value: string, more: Partial<ConfigChange> = {}): string {
  return editYaml(text, 'a.yml', {...more, path: parsePropertyPath(path), value})
}

function valueAt(text: string, path: string): string | undefined {
  const file = parseYamlFile(text, 'a.yml')
  const {key} = parsePropertyPath(path)
  const values = file.documents.flatMap(document => yamlEntries(file, document)).filter(entry => entry.key === key)
  const value = values.at(-1)?.value
  return value === undefined ? undefined : textOf(value)
}

function linesChanged(before: string, after: string): number {
  const lines = after.split('\n')
  return before.split('\n').filter((line, index) => line !== lines[index]).length
}

function failureOf(act: () => unknown): MsaError {
  try {
    act()
  } catch (error) {
    if (error instanceof MsaError) return error
    throw error
  }
  throw new Error('did not fail')
}
