/** What the gateway is compared with: a proxy of a few lines on node:http, which does nothing else. `node bare-proxy.js LISTEN TARGET` */
import {Agent, createServer, request} from 'node:http'

const [listenPort, targetPort] = process.argv.slice(2)
const agent = new Agent({keepAlive: true})
createServer((incoming, response) => {
  const {method, url: path, headers} = incoming
  const outgoing = request({
    host: '127.0.0.1',
    port: targetPort,
    method,
    path,
    headers: {...headers, host: `127.0.0.1:${targetPort}`},
    agent,
  })
  outgoing.on('response', answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  outgoing.on('error', () => response.writeHead(502).end())
  incoming.pipe(outgoing)
}).listen(Number(listenPort), '127.0.0.1')
