import {type Check, fail, pass} from '../check.js'

/** Names and passwords of the course are known to everybody, which is harmless only where nobody else can knock (threat T11). */
export const credentialsCheck: Check = {
  name: 'credentials',
  examine: ({lab, ports}) => {
    const known = lab.components.flatMap(({name, urls}) => {
      const url = urls.find(({user}) => user !== undefined)
      return url === undefined ? [] : [`${name} (${url.user})`]
    })
    if (known.length === 0) return []
    const open = ports.filter(({holder, address}) => holder === 'lab' && address !== undefined && !isLoopback(address))
    if (open.length === 0)
      return [pass('credentials', `known defaults for ${known.join(', ')}; everything listens on loopback only`)]
    return open.map(({component, port, address}) =>
      fail(
        `port ${port}`,
        `${component} listens on ${address}, and its password is known to everybody`,
        'Stop it: msa down',
      ),
    )
  },
}

function isLoopback(address: string): boolean {
  // Java listens on IPv4 through an IPv6 socket: ::ffff:127.0.0.1, in /proc as words in the machine's byte order.
  return /^127\.|^::1$|^::ffff:127\.|^0{16}FFFF0000.{6}7F$/i.test(address)
}
