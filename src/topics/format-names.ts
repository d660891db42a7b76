export const FORMATS = ['auto', 'string', 'json', 'hex', 'base64'] as const
/** How bytes are shown. `auto`: text where it is text, else hexadecimal (in JSON: base64). */
export type Format = (typeof FORMATS)[number]
