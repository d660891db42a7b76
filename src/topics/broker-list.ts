import type {BrokerAddress} from '../clients/kafka-wire/broker-connection.js'
import {MsaError} from '../errors.js'

/** `127.0.0.1:9092,localhost:9093` */
export function parseBrokerList(text: string): BrokerAddress[] {
  return text.split(',').map(part => {
    const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(part.trim())
    const port = Number(match?.[3])
    if (!match || port < 1 || port > 65_535) throw badBroker(part)
    return {host: match[1] ?? match[2] ?? '', port}
  })
}

function badBroker(part: string): MsaError {
  return new MsaError('E_INPUT', `"${part}" is not the address of a broker`, {
    details: ['An address is HOST:PORT; several are separated by commas'],
    tryThis: ['--brokers 127.0.0.1:9092'],
  })
}
