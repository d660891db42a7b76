import {MsaError} from '../errors.js'

const SHOWN = 120

/** An input record that cannot be understood: its number and how it begins. */
export function badRecord(number: number, why: string, content: Uint8Array): MsaError {
  const text = Buffer.from(content.subarray(0, SHOWN)).toString('utf8')
  return new MsaError('E_INPUT', `record ${number} is not sent: ${why}`, {
    details: [content.length > SHOWN ? `${text}…` : text],
    tryThis: ['Mend that record', 'msa topic produce --help shows the forms of input'],
  })
}
