const names = ['grey', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'text']

/** Characters of a line that tmux printed with its colours, each with the classes of its style. */
export function cellsOf(line) {
  const cells = []
  let style = {}
  for (const [, codes, character] of line.matchAll(/\u001b\[([\d;:]*)m|([^\u001b])/gu)) {
    if (character === undefined) style = restyled(style, codes)
    else cells.push({character, classes: Object.values(style).filter(Boolean).join(' ')})
  }
  return cells
}

/** Neighbours of one style as one text; a character that fonts may lack stands alone, so that it moves nothing else. */
export function runsOf(cells) {
  const runs = []
  cells.forEach(({character, classes}, column) => {
    const last = runs.at(-1)
    const isPlain = character >= ' ' && character <= '~'
    if (last?.isPlain && isPlain && last.classes === classes) last.text += character
    else runs.push({text: character, column, classes, isPlain})
  })
  return runs.map(run => ({...run, ...trimmed(run)}))
}

function trimmed({text, column}) {
  const start = text.length - text.trimStart().length
  return {text: text.trim(), column: column + start}
}

/** Of SGR what msa uses: bold, dim, the eight colours and their bright kin. */
const changes = new Map([
  [0, {weight: '', dim: '', colour: ''}],
  [1, {weight: 'b'}],
  [2, {dim: 'd'}],
  [22, {weight: '', dim: ''}],
  [39, {colour: ''}],
  ...names.flatMap((colour, index) => [
    [30 + index, {colour}],
    [90 + index, {colour}],
  ]),
])

function restyled(style, codes) {
  return Object.assign({}, style, ...codes.split(';').map(code => changes.get(Number(code))))
}
