import type {Format} from '../../topics/format-names.js'
import {type RecordWriter, rawWriter, shapedWriter} from '../../topics/record-writer.js'
import {escapeControls} from '../escape.js'
import type {Terminal} from '../terminal.js'

export interface TailView {
  readonly json: boolean
  readonly raw: boolean
  readonly template: string | undefined
  readonly delimiter: string | undefined
  readonly key: Format
  readonly value: Format
  readonly envelope: boolean
  readonly headers: boolean
  readonly offsetInfo: boolean
  readonly severalTopics: boolean
}

const LONGEST_ON_SCREEN_BYTES = 8 * 1024

/** How records are written. On a terminal everything that others wrote is escaped; in a pipe `--raw` and `--template` are exact to the byte. */
export async function tailWriter(
  view: TailView,
  terminal: Pick<Terminal, 'paint'>,
  onTty: boolean,
): Promise<RecordWriter> {
  if (view.json) {
    const {jsonWriter} = await import('../../topics/json-writer.js')
    return jsonWriter(view)
  }
  if (view.template !== undefined) {
    const {parseTemplate} = await import('../../topics/template.js')
    const piecesOf = parseTemplate(view.template)
    return shapedWriter((record, out) => {
      for (const piece of piecesOf(record)) {
        if (onTty) out.text(escapeControls(piece.toString('utf8')))
        else if (typeof piece === 'string') out.text(piece)
        else out.append(piece)
      }
    })
  }
  if (view.raw) return rawView(view, onTty)
  const {tailLine} = await import('./tail-line.js')
  const longestBytes = onTty ? LONGEST_ON_SCREEN_BYTES : undefined
  const shape = {...view, topicName: view.severalTopics, longestBytes, paint: terminal.paint}
  return shapedWriter((record, out) => out.text(tailLine(record, shape)))
}

async function rawView({delimiter = '\\n', envelope}: TailView, onTty: boolean): Promise<RecordWriter> {
  const end = Buffer.from(delimiter.replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/g, unescaped), 'latin1')
  if (!onTty && !envelope) return rawWriter(end)
  const {unwrapEnvelope} = await import('../../topics/envelope.js')
  return shapedWriter(({value}, out) => {
    const shown = value !== null && envelope ? unwrapEnvelope(value) : value
    if (onTty) out.text(escapeControls(shown?.toString('utf8') ?? ''))
    else out.append(shown ?? Buffer.alloc(0))
    out.append(end)
  })
}

function unescaped(_whole: string, hex: string | undefined, letter: string | undefined): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  return {n: '\n', t: '\t', r: '\r', '0': '\0'}[letter ?? ''] ?? letter ?? ''
}
