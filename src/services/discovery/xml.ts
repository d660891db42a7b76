export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

const maxDepth = 32

/**
 * Reads the plain XML that Eureka's clients send: elements, attributes, text. No DTD and no entities but the five of XML, so that
 * nothing in a request can grow or reach for a file.
 */
export function parseXml(text: string): XmlElement {
  const document: OpenElement = {name: '', attributes: {}, children: [], text: ''}
  const open = [document]
  for (const token of text.match(/<[^>]*>|[^<]+/g) ?? []) {
    if (token.startsWith('<?') || (token.startsWith('<!--') && token.endsWith('-->'))) continue
    if (token.startsWith('<!')) throw new Error('no declarations in XML')
    if (token.startsWith('</')) closeElement(open, token.slice(2, -1).trim())
    else if (token.startsWith('<')) openElement(open, token)
    else addText(open, unescapeXml(token.trim()))
  }
  const [root, ...others] = document.children
  if (root === undefined || others.length > 0 || open.length > 1) throw new Error('not one whole root element')
  return root
}

interface OpenElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

function openElement(open: OpenElement[], tag: string): void {
  const element: OpenElement = {...parseTag(tag), children: [], text: ''}
  open.at(-1)?.children.push(element)
  if (tag.endsWith('/>')) return
  if (open.push(element) > maxDepth) throw new Error('nested too deep')
}

function closeElement(open: OpenElement[], name: string): void {
  if (open.length === 1 || open.pop()?.name !== name) throw new Error('elements are not closed in order')
}

function addText(open: readonly OpenElement[], text: string): void {
  const parent = open.at(-1)
  if (parent === undefined || text === '') return
  if (open.length === 1) throw new Error('text outside of the root element')
  parent.text += text
}

function parseTag(tag: string): {name: string; attributes: Record<string, string>} {
  const name = /^<([A-Za-z_][\w.-]*)/.exec(tag)?.[1]
  if (name === undefined) throw new Error('a tag has no name')
  const attributes: Record<string, string> = Object.create(null)
  for (const [, key = '', , double, single] of tag.matchAll(/([A-Za-z_][\w.:-]*)\s*=\s*("([^"]*)"|'([^']*)')/g)) {
    attributes[key] = unescapeXml(double ?? single ?? '')
  }
  return {name, attributes}
}

const entities: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'"}

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

export function escapeXml(text: string): string {
  // Characters that XML 1.0 has no way to write are left out.
  const writable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  return writable.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
