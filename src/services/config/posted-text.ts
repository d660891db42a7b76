/** The text that `/encrypt` and `/decrypt` are given, or the status that refuses it. */
export type PostedText = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly status: 400 | 415}

const charsets: Readonly<Record<string, BufferEncoding>> = {
  '': 'utf8',
  'utf-8': 'utf8',
  utf8: 'utf8',
  'us-ascii': 'utf8',
  'iso-8859-1': 'latin1',
}

/**
 * Spring's `stripFormData`, as it is: text/plain without a charset is taken byte for byte. Everything else that ends in `=` loses one,
 * since that is what `curl -d 1234` makes of a form; so `key=` cannot be encrypted that way, there as here.
 */
export function postedText(body: Buffer, contentType: string | undefined, isCipher: boolean): PostedText {
  if (contentType === undefined || body.length === 0) return {ok: false, status: 400}
  const [type = '', ...parameters] = contentType.split(';').map(part => part.trim().toLowerCase())
  const charset = parameters.find(parameter => parameter.startsWith('charset='))?.slice(8) ?? ''
  const encoding = charsets[charset.replaceAll('"', '')]
  const isForm = type === 'application/x-www-form-urlencoded'
  if (encoding === undefined || !(isForm || isText(type))) return {ok: false, status: 415}
  const raw = body.toString(encoding)
  const text = isForm ? asForm(raw) : raw
  const isPlain = type === 'text/plain' && parameters.length === 0
  return {ok: true, text: isPlain || !text.endsWith('=') ? text : stripFormEnd(text, isCipher)}
}

function isText(type: string): boolean {
  return type.startsWith('text/') || /^application\/(?:[\w.-]+\+)?(?:json|xml|yaml)$/.test(type)
}

/** Spring's servlet reads the parameters of a form and writes them down again. */
function asForm(raw: string): string {
  const encode = (text: string) =>
    encodeURIComponent(text)
      .replace(/%20/g, '+')
      .replace(/[!'()~]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return [...new URLSearchParams(raw)].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}

function stripFormEnd(text: string, isCipher: boolean): string {
  const decoded = formDecoded(text)
  if (!isCipher) return decoded.slice(0, -1)
  const spaced = decoded.replaceAll(' ', '+')
  const candidate = spaced.slice(0, -1)
  // A hex text has an even length: one `=` behind it is the form's. Base64 may end in one of its own.
  return spaced.length % 2 === 1 && /^[0-9a-fA-F]*$/.test(candidate) ? candidate : spaced
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
