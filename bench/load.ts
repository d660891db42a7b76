/** A load that costs little itself: `node load.js PORT PATH REQUESTS CONNECTIONS`. Prints one line of JSON; any answer but 200 ends it. */
import {connect} from 'node:net'

const [port = '', path = '/', requests = '1000', connections = '16'] = process.argv.slice(2)
const bytes = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: */*\r\n\r\n`)
const latencies: number[] = []
let left = Number(requests)

const began = performance.now()
await Promise.all(Array.from({length: Number(connections)}, ask))
const seconds = (performance.now() - began) / 1000
latencies.sort((one, other) => one - other)
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
process.stdout.write(`${JSON.stringify({perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99)})}\n`)

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    let sentAt = 0
    let received = ''
    const next = () => {
      left -= 1
      if (left < 0) {
        socket.destroy()
        resolve()
        return
      }
      received = ''
      sentAt = performance.now()
      socket.write(bytes)
    }
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('connect', next)
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server hung up')))
    socket.on('data', text => {
      received += text
      const end = wholeLength(received)
      if (end === undefined || received.length < end) return
      if (!received.startsWith('HTTP/1.1 200')) reject(new Error(received.slice(0, 200)))
      latencies.push(performance.now() - sentAt)
      next()
    })
  })
}

function wholeLength(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n')
  const length = /content-length: (\d+)/i.exec(text)?.[1]
  return head < 0 || length === undefined ? undefined : head + 4 + Number(length)
}
