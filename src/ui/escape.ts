// Text that came from outside (messages, log lines, names, server errors) must never steer the terminal: CVE-2021-25743 and kin.
// C0 but \n and \t, DEL, C1, bidi controls and lone CR become visible escapes.
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** Makes foreign text safe to show on a terminal. Colours of our own are added afterwards. */
export function escapeControls(text: string): string {
  if (!hasUnsafe.test(text)) return text
  return text.replaceAll('\r\n', '\n').replace(unsafe, character => {
    const code = character.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
const hasUnsafe = new RegExp(unsafe.source)

/** The same on one line: line breaks and tabs are shown too, so that one record stays one line. */
export function escapeLine(text: string): string {
  return escapeControls(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

const colours = /\u001b\[[0-9;:]*m/g

/** A program's own colours are dropped, not shown as escapes: many colour their logs although no terminal reads them. */
export function withoutColours(text: string): string {
  return text.replace(colours, '')
}
