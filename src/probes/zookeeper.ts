import {exchange, notProtocol, type PortAddress} from './exchange.js'
import {no, type Patience, type Verdict, yes} from './probe.js'

const firstWords = ['Zookeeper version', 'This ZooKeeper instance', 'srvr is not executed']
/** An answer is whole when its `Mode:` line or its refusal has come, or when it begins like nothing that ZooKeeper says. */
const endOfAnswer = /\nMode: .*\n|serving requests|whitelist/

/** `srvr` is answered by a server that serves; its `Mode:` line tells a standalone one or a member of an ensemble with a leader. */
export function askZookeeper(address: PortAddress, patience: Patience): Promise<Verdict> {
  return exchange(address, patience, async ({say}) => {
    const answer = await say(Buffer.from('srvr'), received => {
      const text = received.toString('latin1')
      return endOfAnswer.test(text) || !firstWords.some(words => words.startsWith(text.slice(0, words.length)))
    })
    const text = answer.toString('latin1')
    if (/\nMode: (standalone|leader|follower|observer)/.test(text)) return yes
    if (text.includes('not currently serving requests')) return no('ZooKeeper runs, but does not serve requests yet')
    if (text.includes('whitelist')) return no('ZooKeeper does not allow the command "srvr" (4lw.commands.whitelist)')
    return notProtocol(address.port, "ZooKeeper's protocol", answer)
  })
}
