import {randomUUID} from 'node:crypto'
import {MsaError} from '../errors.js'

/** Fills a text for the record of that number, counted from 1. */
export type Fill = (number: number) => string

interface Placeholder {
  readonly form: string
  readonly meaning: string
  readonly make: (words: readonly string[], random: () => number) => Fill | undefined
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

const PLACEHOLDERS: Readonly<Record<string, Placeholder>> = {
  n: {form: '{{n}}', meaning: "the record's number, from 1", make: () => number => String(number)},
  uuid: {form: '{{uuid}}', meaning: 'a new UUID', make: () => () => randomUUID()},
  now: {form: '{{now}}', meaning: 'the time in ms', make: () => () => String(Date.now())},
  iso: {form: '{{iso}}', meaning: 'the time as 2026-11-24T09:30:00.000Z', make: () => () => new Date().toISOString()},
  random: {
    form: '{{random 1 100}}',
    meaning: 'a whole number from 1 to 100',
    make: ([low, high], random) => {
      const [from, to] = [Number(low), Number(high)]
      if (!Number.isInteger(from) || !Number.isInteger(to) || to < from) return undefined
      return () => String(from + Math.floor(random() * (to - from + 1)))
    },
  },
  pick: {
    form: '{{pick red green blue}}',
    meaning: 'one of the words',
    make: (words, random) => (words.length === 0 ? undefined : () => words[Math.floor(random() * words.length)] ?? ''),
  },
  text: {
    form: '{{text 20}}',
    meaning: '20 random letters',
    make: ([length], random) => {
      const count = Number(length)
      if (!Number.isInteger(count) || count < 1 || count > 1_000_000) return undefined
      return () => Array.from({length: count}, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
    },
  },
}

/** `{"id": {{n}}, "user": "user-{{random 1 50}}"}`: everything else is literal. */
export function parsePlaceholders(text: string, random: () => number = Math.random): Fill {
  const parts: Fill[] = []
  let literalFrom = 0
  for (const match of text.matchAll(/\{\{\s*(\w+)((?:\s+[^\s{}]+)*)\s*\}\}/g)) {
    const literal = text.slice(literalFrom, match.index)
    parts.push(() => literal, makeFill(match[0], match[1] ?? '', match[2] ?? '', random))
    literalFrom = match.index + match[0].length
  }
  const last = text.slice(literalFrom)
  return number => parts.map(part => part(number)).join('') + last
}

function makeFill(whole: string, name: string, rest: string, random: () => number): Fill {
  const words = rest.trim() === '' ? [] : rest.trim().split(/\s+/)
  const known = Object.hasOwn(PLACEHOLDERS, name) ? PLACEHOLDERS[name] : undefined
  const fill = known?.make(words, random)
  if (fill) return fill
  throw new MsaError('E_INPUT', `${whole} is not understood`, {
    details: Object.values(PLACEHOLDERS).map(({form, meaning}) => `${form.padEnd(24)} ${meaning}`),
    tryThis: [known === undefined ? 'Use one of the above' : `Write it as ${known.form}`],
  })
}
