import {setTimeout as pause} from 'node:timers/promises'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {deleteTopics as remove} from '../clients/kafka-wire/topic-admin.js'
import {MsaError} from '../errors.js'
import {isPattern, missingTopic, selectTopics} from './select-topics.js'
import {requireDone} from './topic-outcome.js'

export interface DeletedTopic {
  readonly topic: string
  readonly action: 'deleted' | 'would be deleted'
}

export interface DeleteFlags {
  readonly 'if-exists': boolean
  readonly 'dry-run': boolean
}

export interface AskDeletion {
  /** Is told what was found, before anything is done. */
  readonly show: (topics: readonly string[]) => Promise<void>
  /** Throws when the answer is no. */
  readonly approve: (what: string) => Promise<void>
}

/** Finds what is meant, has it approved, deletes it. */
export async function deleteApproved(
  cluster: Cluster,
  words: readonly string[],
  flags: DeleteFlags,
  {show, approve}: AskDeletion,
): Promise<DeletedTopic[]> {
  try {
    const topics = await topicsToDelete(cluster, words, flags['if-exists'])
    await show(topics)
    if (flags['dry-run']) return topics.map(topic => ({topic, action: 'would be deleted'}))
    if (topics.length > 0) await approve(topics.length === 1 ? `topic ${topics[0]}` : `the topics ${topics.join(', ')}`)
    await deleteTopics(cluster, topics)
    return topics.map(topic => ({topic, action: 'deleted'}))
  } finally {
    cluster.close()
  }
}

async function topicsToDelete(cluster: Cluster, words: readonly string[], ifExists: boolean): Promise<string[]> {
  const metadata = await cluster.metadata()
  const {topics, missing} = await selectTopics(words, metadata.topics)
  const absent = missing[0]
  if (absent !== undefined && !(ifExists && !isPattern(absent)))
    throw missingTopic(absent, metadata.topics.map(topic => topic.name).sort())
  const internal = topics.find(topic => topic.startsWith('__'))
  if (internal !== undefined) throw internalTopic(internal)
  return [...topics].sort()
}

const GONE_WITHIN_MS = 8_000
const ASK_AGAIN_MS = 20

/** Deletes and waits until they are gone: creating one of the same name works at once. */
async function deleteTopics(cluster: Cluster, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return
  requireDone('delete', await remove(await cluster.controller(), topics))
  for (
    const deadlineMs = performance.now() + GONE_WITHIN_MS;
    performance.now() < deadlineMs;
    await pause(ASK_AGAIN_MS)
  ) {
    const left = await cluster.metadata()
    if (!left.topics.some(topic => topics.includes(topic.name))) return
  }
}

function internalTopic(topic: string): MsaError {
  return new MsaError('E_INPUT', `${topic} is Kafka's own and is not deleted by msa`, {
    tryThis: ['Begin with empty data instead: msa down --volumes'],
  })
}
