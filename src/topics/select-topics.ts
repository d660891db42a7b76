import type {TopicMetadata} from '../clients/kafka-wire/metadata.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import {checkTopicName} from './topic-name.js'

const MOST_NAMES_SHOWN = 12

/** `orders*` or a regular expression that begins with `^`, as in librdkafka. No topic's name can be mistaken for one. */
export function isPattern(word: string): boolean {
  return /^\^|[*?]/.test(word)
}

export interface Selection {
  readonly topics: readonly string[]
  readonly missing: readonly string[]
}

/** Which topics are meant. Kafka's internal ones only by name, or by a pattern that begins with an underscore. */
export async function selectTopics(words: readonly string[], existing: readonly TopicMetadata[]): Promise<Selection> {
  const present = existing.filter(topic => topic.partitions.length > 0)
  const chosen = new Set<string>()
  const missing: string[] = []
  for (const word of words) {
    const found = isPattern(word) ? await matching(word, present) : present.filter(topic => topic.name === word)
    for (const topic of found) chosen.add(topic.name)
    if (found.length === 0) missing.push(isPattern(word) ? word : checkTopicName(word))
  }
  return {topics: [...chosen], missing}
}

async function matching(word: string, present: readonly TopicMetadata[]): Promise<TopicMetadata[]> {
  const [{glob}, {safeRegex}] = await Promise.all([import('./filters.js'), import('../safe-regex.js')])
  const matches = word.startsWith('^') ? safeRegex(word, {flag: 'the topic pattern'}) : glob(word)
  const internalToo = word.startsWith('_') || word.startsWith('^_')
  return present.filter(topic => (internalToo || !isInternal(topic)) && matches(topic.name))
}

export function isInternal(topic: {readonly name: string; readonly isInternal: boolean}): boolean {
  return topic.isInternal || topic.name.startsWith('__')
}

/** Nothing is created by looking: a wrong name is told with the nearest right ones. */
export function missingTopic(word: string, existing: readonly string[]): MsaError {
  const names = existing.filter(name => !name.startsWith('__'))
  const near = nearest(word, existing)
  const shown = names.slice(0, MOST_NAMES_SHOWN).join(', ')
  const more = names.length > MOST_NAMES_SHOWN ? ` and ${names.length - MOST_NAMES_SHOWN} more` : ''
  const details = [names.length === 0 ? 'There is no topic yet' : `There are: ${shown}${more}`]
  if (isPattern(word))
    return new MsaError('E_FAILED', `no topic matches ${word}`, {details, tryThis: ['msa topic list']})
  return new MsaError('E_FAILED', `there is no topic ${word}`, {
    details: near === undefined ? details : [`did you mean "${near}"?`, ...details],
    tryThis: [`Create it: msa topic create ${word}`, 'See all of them: msa topic list --internal'],
  })
}
