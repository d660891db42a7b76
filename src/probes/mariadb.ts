import {join} from 'node:path'
import {
  errorText,
  isWholePacket,
  loginPacket,
  nativePassword,
  payloadOf,
  proofPacket,
  queryPacket,
  quitPacket,
  readGreeting,
  readMethodSwitch,
} from '../clients/mariadb-wire.js'
import {readTextIfThere} from '../platform/files.js'
import {type Exchange, exchange, notProtocol, type PortAddress} from './exchange.js'
import {no, type Patience, type ProbeQuestion, type ProbeTarget, type Verdict, yes} from './probe.js'

type MariadbQuestion = Extract<ProbeQuestion, {kind: 'mariadb'}>

const accepted = 0x00
const failed = 0xff
const otherMethod = 0xfe

/** The server greets first. With a user the probe also logs in and asks `SELECT 1`, as a client would. */
export async function askMariadb(
  {user, passwordFile}: MariadbQuestion,
  {configDir = ''}: ProbeTarget,
  address: PortAddress,
  patience: Patience,
): Promise<Verdict> {
  const password = passwordFile === undefined ? '' : await readTextIfThere(join(configDir, passwordFile))
  if (password === undefined) return no(`the file with the password of ${user} is missing: ${passwordFile}`)
  return exchange(address, patience, async talk => {
    const answer = await talk.say(undefined, isWholePacket)
    const payload = payloadOf(answer)
    if (payload[0] === failed) return no(`MariaDB takes no clients: ${errorText(payload)}`)
    const greeting = readGreeting(payload)
    if (greeting === undefined) return notProtocol(address.port, "MariaDB's protocol", answer)
    return user === undefined ? yes : logInAndAsk(talk, user, password, greeting.salt)
  })
}

async function logInAndAsk(talk: Exchange, user: string, password: string, salt: Buffer): Promise<Verdict> {
  const say = async (packet: Buffer) => payloadOf(await talk.say(packet, isWholePacket))
  let answer = await say(loginPacket(user, password, salt))
  if (answer[0] === otherMethod) {
    const other = readMethodSwitch(answer)
    if (other.method !== nativePassword) return no(`MariaDB asks ${user} to log in by ${other.method}, not by password`)
    answer = await say(proofPacket(password, other.salt))
  }
  if (answer[0] !== accepted) return no(`MariaDB does not let ${user} in: ${errorText(answer)}`)
  const result = await say(queryPacket('SELECT 1'))
  if (result[0] === failed) return no(`MariaDB does not answer SELECT 1: ${errorText(result)}`)
  // A client that only hangs up is a line in the server's log.
  talk.tell(quitPacket)
  return yes
}
