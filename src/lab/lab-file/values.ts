import {durationForm, durationMs} from '../durations.js'
import {memoryForm, memoryMiB} from '../memory-size.js'
import {isName, nameForm, namePattern} from '../names.js'
import {portForm} from '../ports-flag.js'
import {byKind, dictionary, mapped, type NameRule, placed} from './collections.js'
import {integer, looseText, oneOf, parsedText, text} from './shape.js'

// The single values of a lab file: what components and services have in common.

export const nameRule: NameRule = {expected: nameForm, pattern: namePattern, test: isName}
const envName: NameRule = {
  expected: 'a variable name of letters, digits and "_" that does not begin with a digit',
  pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
}
const settingName: NameRule = {expected: 'a setting name without blanks and "="', pattern: /^[^\s=]{1,255}$/}
export const portName: NameRule = {expected: 'a port name such as http or admin', pattern: /^[a-z][a-z0-9-]{0,31}$/}
export const topicName: NameRule = {
  expected: 'a topic name of letters, digits, ".", "_" and "-" (at most 249, not "." or "..")',
  pattern: /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/,
}
const imageReference =
  /^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(\/[a-z0-9][a-z0-9._-]*)*(:\w[\w.-]{0,127}(@sha256:[a-f0-9]{64})?|@sha256:[a-f0-9]{64})$/
const looseForm = 'text, a number, true or false'

export const word = text('text that is not empty', /\S/)
export const labName = parsedText({
  expected: nameForm,
  schema: {pattern: namePattern.source},
  parse: value => (isName(value) ? value : undefined),
})
export const port = integer(1, 65_535, portForm)
/** A wrong port counts as any free one, so that it isn't held against others as well. */
export const pinnedPort = placed(port, 0)
/** A port of this machine, and where the program of an image listens if that is another one. */
export interface ServicePort {
  /** 0: any free one. */
  readonly port: number
  readonly inside: number | undefined
}
const servicePortForm = `${portForm}, or auto for any free one; of an image also MACHINE:INSIDE such as "8080:80" or "auto:80"`
/** A wrong port counts as any free one, so that it isn't held against others as well. */
export const servicePort = placed<ServicePort>(
  byKind(servicePortForm, {
    number: mapped(port, number => ({port: number, inside: undefined})),
    text: parsedText({
      expected: servicePortForm,
      schema: {pattern: '^(auto|([0-9]{1,5}|auto):[0-9]{1,5}|.*\\$\\{.*)$'},
      parse: parseServicePort,
    }),
  }),
  {port: 0, inside: undefined},
)

function parseServicePort(written: string): ServicePort | undefined {
  const [, machine = '', inside] = /^(auto|[0-9]{1,5})(?::([0-9]{1,5}))?$/.exec(written) ?? []
  const isPort = (number: number) => number >= 1 && number <= 65_535
  const numbers = [...(machine === 'auto' ? [] : [Number(machine)]), ...(inside === undefined ? [] : [Number(inside)])]
  // Without a second one it is a number in quotes, which is wrong everywhere else, too.
  if ((inside === undefined && machine !== 'auto') || !numbers.every(isPort)) return undefined
  return {port: machine === 'auto' ? 0 : Number(machine), inside: inside === undefined ? undefined : Number(inside)}
}

const volumeForm = 'NAME:/path/inside for a volume of the lab, or ./folder:/path/inside (with :ro when it only reads)'
/** Of an image: a named volume, or a file or folder of this machine. */
export type VolumeDraft =
  | {readonly kind: 'volume'; readonly name: string; readonly to: string}
  | {readonly kind: 'bind'; readonly from: string; readonly to: string; readonly writable: boolean}
export const volume = parsedText<VolumeDraft>({
  expected: volumeForm,
  parse(written) {
    const [, from = '', to = '', mode] = /^([^:]+):(\/[^:]*)(?::(ro|rw))?$/.exec(written) ?? []
    if (/^[./]/.test(from)) return {kind: 'bind', from, to, writable: mode !== 'ro'}
    return isName(from) && mode !== 'ro' ? {kind: 'volume', name: from, to} : undefined
  },
})

/** A bare number means seconds. */
export const duration = byKind(durationForm, {
  text: parsedText({expected: durationForm, parse: durationMs}),
  number: mapped(integer(0, 2_147_483, durationForm), seconds => seconds * 1000),
})
export const memory = parsedText({expected: memoryForm, parse: memoryMiB})
export const image = parsedText({
  expected: 'an image with its tag or digest, in lower case: registry/name:1.2 or name@sha256:…',
  parse: value => (imageReference.test(value) ? value : undefined),
})
export const path = parsedText({
  expected: `a path; for your home folder write \${HOME}/…`,
  parse: value => (value !== '' && !value.startsWith('~') ? value : undefined),
})
export const instances = integer(1, 20)
export const runtime = oneOf(['auto', 'local', 'docker'], {container: 'docker', podman: 'docker', process: 'local'})
export const restart = oneOf(['always', 'on-failure', 'never'], {
  no: 'never',
  'unless-stopped': 'always',
  Always: 'always',
  OnFailure: 'on-failure',
  Never: 'never',
})
export const condition = oneOf(['started', 'ready', 'completed'], {
  service_started: 'started',
  service_healthy: 'ready',
  service_completed_successfully: 'completed',
})
export const env = dictionary('a mapping NAME: value', envName, looseText(looseForm))
export const settings = dictionary('a mapping name: value', settingName, looseText(looseForm))
