import {MsaError} from '../errors.js'

const LONGEST = 249
const SHOWN = 60

/** Kafka's own rule, told before a broker is asked. */
export function checkTopicName(name: string): string {
  const why = faultOf(name)
  if (why === undefined) return name
  const better = name.replaceAll(/[^a-zA-Z0-9._-]+/g, '-')
  throw new MsaError(
    'E_INPUT',
    `"${name.slice(0, SHOWN)}${name.length > SHOWN ? '…' : ''}" cannot be the name of a topic: ${why}`,
    {
      details: [`Allowed are letters, digits, ".", "_" and "-", at most ${LONGEST} of them`],
      tryThis: [faultOf(better) === undefined ? `Name it ${better}` : 'Choose another name'],
    },
  )
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return 'it is reserved'
  if (name.length > LONGEST) return `it has ${name.length} characters`
  const wrong = /[^a-zA-Z0-9._-]/u.exec(name)
  return wrong ? `"${wrong[0]}" is not allowed` : undefined
}

/** Kafka's metrics make no difference between "." and "_": such a pair of topics shares its metrics. */
export function clashingTopic(name: string, existing: readonly string[]): string | undefined {
  const flat = name.replaceAll('.', '_')
  return existing.find(other => other !== name && other.replaceAll('.', '_') === flat)
}
