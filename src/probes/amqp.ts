import {exchange, notProtocol, type PortAddress} from './exchange.js'
import {no, type Patience, type Verdict, yes} from './probe.js'

const protocolHeader = Buffer.from('AMQP\x00\x00\x09\x01', 'latin1')
const methodFrame = 1
/** Class 10 (connection), method 10 (start), after the frame's type, channel and size. */
const connectionStart = Buffer.from([0, 10, 0, 10])
const startsAt = 7

/** AMQP 0-9-1: who opens the protocol is offered `Connection.Start` by a broker that takes clients. */
export function askAmqp(address: PortAddress, patience: Patience): Promise<Verdict> {
  return exchange(address, patience, async ({say}) => {
    const answer = await say(
      protocolHeader,
      received =>
        received.length >= startsAt + 4 || (received.length > 0 && received[0] !== methodFrame && received.length >= 8),
    )
    const method = answer.subarray(startsAt, startsAt + 4)
    if (answer[0] === methodFrame && method.equals(connectionStart)) return yes
    if (answer.subarray(0, 4).toString('latin1') === 'AMQP')
      return no(`port ${address.port} speaks another version of AMQP, not 0-9-1`)
    return notProtocol(address.port, 'AMQP', answer)
  })
}
