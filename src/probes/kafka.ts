import {WireReader} from '../clients/kafka-wire/wire-reader.js'
import {WireWriter} from '../clients/kafka-wire/wire-writer.js'
import {exchange, notProtocol, type PortAddress} from './exchange.js'
import {no, type Patience, type Verdict, yes} from './probe.js'

const metadataKey = 3
const metadataVersion = 1
const correlation = 0x6d_73_61
/** An answer about no topics is a few hundred bytes; a size beyond this is not Kafka. */
const largestAnswer = 1024 * 1024

/** A Metadata request about no topics: who is in the cluster, and who is its controller. */
export function askKafka(minBrokers: number, address: PortAddress, patience: Patience): Promise<Verdict> {
  return exchange(address, patience, async ({say}) => {
    const answer = await say(metadataRequest(), received => {
      if (received.length < 4) return false
      const size = received.readInt32BE(0)
      return size < 8 || size > largestAnswer || received.length >= size + 4
    })
    if (answer.length < 12 || answer.readInt32BE(4) !== correlation)
      return notProtocol(address.port, "Kafka's protocol", answer)
    return verdictOn(readCluster(answer), minBrokers)
  })
}

function metadataRequest(): Buffer {
  const message = new WireWriter(40)
    .int32(0)
    .int16(metadataKey)
    .int16(metadataVersion)
    .int32(correlation)
    .string('msa-probe')
    .array([], () => undefined)
    .finish()
  message.writeInt32BE(message.length - 4, 0)
  return message
}

function readCluster(answer: Buffer): {brokers: number; controller: number} {
  const reader = new WireReader(answer, 8)
  const brokers = reader.array(broker => {
    broker.int32()
    broker.string()
    broker.int32()
    broker.nullableString()
  }).length
  return {brokers, controller: reader.int32()}
}

function verdictOn({brokers, controller}: {brokers: number; controller: number}, minBrokers: number): Verdict {
  if (minBrokers === 0) return yes
  if (brokers < minBrokers) return no(`the broker answers, but ${brokers} of ${minBrokers} brokers are in the cluster`)
  if (controller < 0) return no('the broker answers, but no controller is elected yet')
  return yes
}
