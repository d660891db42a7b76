import {once} from 'node:events'
import {createServer, type Server} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {openConnection} from '../../src/platform/connection.fixture.js'
import {portOwners} from '../../src/platform/ports.js'
import {openLab, server} from './lab.js'
import {requireMeans} from './means.js'
import {startInBackground} from './programs.js'
import {until} from './until.js'

const strangers: Server[] = []
afterEach(() => {
  for (const stranger of strangers.splice(0)) stranger.close()
})

async function listenOn(port: number, host: string): Promise<void> {
  const stranger = createServer(socket => socket.on('error', () => undefined))
  strangers.push(stranger)
  await new Promise<void>((resolve, reject) => stranger.once('error', reject).listen({port, host}, resolve))
}

describe('P12: a port that is taken', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::1'])(
    'F29: on %s, is told before any start, with its owner and the flag that moves it',
    async host => {
      const web = await server()
      const lab = await openLab({web, db: await server()})
      await listenOn(web.port, host)
      const up = await lab.run('up')
      expect(up).toMatchObject({exitCode: 4, stdout: ''})
      expect(up.stderr).toContain(`port ${web.port} of web (http) is taken`)
      expect(up.stderr).toContain(`pid ${process.pid}`)
      expect(up.stderr).toContain(`msa up --port web.http=`)
      expect(lab.processes()).toEqual([])
      expect((await lab.run('ports')).stdout).toContain(String(process.pid))
    },
  )

  it('F29: by another user, is told all the same', async () => {
    requireMeans('setpriv', 'socat')
    const web = await server()
    const lab = await openLab({web})
    const listen = `TCP-LISTEN:${web.port},bind=127.0.0.1,fork`
    startInBackground('setpriv', ['--reuid=65534', '--clear-groups', 'socat', listen, 'PIPE'])
    await until('socat listens', () => portOwners([web.port]).has(web.port))
    expect((await lab.run('up')).stderr).toMatch(new RegExp(`port ${web.port} of web \\(http\\) is taken`))
  })

  it('F29: in TIME_WAIT is no error', async () => {
    const web = await server()
    const lab = await openLab({web})
    await lab.run('up')
    await fetch(`http://127.0.0.1:${web.port}/`, {headers: {connection: 'close'}})
    await lab.run('down')
    expect(await lab.run('up')).toHaveEndedWith(0)
  })

  it.each(['open', 'ended'])('by an outgoing connection that is %s, is told, with what that is', async state => {
    const {client, listener} = await openConnection()
    strangers.push(listener)
    const web = {...(await server()), port: client.localPort ?? 0}
    const lab = await openLab({web})
    if (state === 'ended') {
      client.end()
      await once(client, 'close')
    }
    const up = await lab.run('up')
    expect(up).toHaveEndedWith(4)
    expect(up.stderr).toContain(
      state === 'open'
        ? `port ${web.port} of web (http) is taken by an outgoing connection of pid ${process.pid}`
        : `port ${web.port} of web (http) had an outgoing connection until just now; the system gives it back within a minute`,
    )
    client.destroy()
  })

  it('F28: during the backoff of a component: the stranger is named, and it is not taken for the component', async () => {
    const web = await server()
    const lab = await openLab({web})
    await lab.run('up')
    process.kill(await lab.pidOf('web'), 'SIGKILL')
    await until('the port is ours', () =>
      listenOn(web.port, '127.0.0.1').then(
        () => true,
        () => false,
      ),
    )
    const status = await until('it failed', async () => {
      const [component] = (await lab.status()).components
      return component?.state === 'failed' && component
    })
    expect(status.reason).toContain(`port ${web.port} of web (http) is taken by pid ${process.pid}`)
  })
})
