import {cellsOf, runsOf} from './ansi.js'

const cell = {width: 8.4, height: 19}
const padding = 16
const fontSize = 14

/** A strip of frames that moves up one frame at a time. Lines that several frames share are drawn once and used again. */
export function animatedSvg(frames, {columns, title}) {
  const screens = frames.map(({screen}) => screen.split('\n'))
  const rows = Math.max(...screens.map(lines => lines.length))
  const width = round(columns * cell.width + 2 * padding)
  const height = rows * cell.height + 2 * padding
  const lines = new Map()
  const idOf = line => {
    if (!lines.has(line)) lines.set(line, `l${lines.size}`)
    return lines.get(line)
  }
  const drawn = screens.map((screen, index) => frameOf(screen, index * rows * cell.height, idOf))
  const defs = [...lines].map(([line, id]) => `<g id="${id}">${lineOf(line)}</g>`)
  const inner = `x="${padding}" y="${padding}" width="${round(columns * cell.width)}" height="${rows * cell.height}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${styles(frames, rows * cell.height)}</style>`,
    `<defs>${defs.join('\n')}</defs>`,
    `<rect class="window" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    `<svg ${inner}><g class="strip">${drawn.join('\n')}</g></svg>`,
    '</svg>\n',
  ].join('\n')
}

function frameOf(screen, top, idOf) {
  return screen
    .map((line, row) => (line === '' ? '' : `<use href="#${idOf(line)}" y="${round(top + row * cell.height)}"/>`))
    .join('')
}

function lineOf(line) {
  return runsOf(cellsOf(line))
    .filter(({text}) => text.trim() !== '')
    .map(({text, column, classes}) => {
      const attributes = classes === '' ? '' : ` class="${classes}"`
      const x = round(column * cell.width)
      // The length keeps columns aligned whatever monospaced font the reader has.
      return `<text x="${x}" y="14"${attributes} textLength="${round(text.length * cell.width)}">${escaped(text)}</text>`
    })
    .join('')
}

function styles(frames, frameHeight) {
  const totalMs = frames.at(-1)?.untilMs ?? 1
  const steps = frames.map(
    ({atMs}, index) =>
      `${((atMs / totalMs) * 100).toFixed(2)}%{transform:translateY(${-round(index * frameHeight)}px)}`,
  )
  const last = -round((frames.length - 1) * frameHeight)
  return `
text{font:${fontSize}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:var(--text);white-space:pre}
.window{fill:var(--back);stroke:var(--edge)}
:root{--back:#fff;--edge:#d0d7de;--text:#1f2328;--red:#cf222e;--green:#116329;--yellow:#7d4e00;--blue:#0550ae;--magenta:#8250df;--cyan:#1b7c83;--grey:#6e7781}
@media (prefers-color-scheme:dark){:root{--back:#0d1117;--edge:#30363d;--text:#e6edf3;--red:#ff7b72;--green:#3fb950;--yellow:#d29922;--blue:#79c0ff;--magenta:#d2a8ff;--cyan:#56d4dd;--grey:#8b949e}}
.b{font-weight:600}.d{opacity:.65}
${['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'grey'].map(name => `.${name}{fill:var(--${name})}`).join('')}
.strip{animation:play ${(totalMs / 1000).toFixed(2)}s step-end infinite}
@keyframes play{${steps.join('')}}
@media (prefers-reduced-motion:reduce){.strip{animation:none;transform:translateY(${last}px)}}
`
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '\u00a0')
}

function round(number) {
  return Math.round(number * 10) / 10
}
