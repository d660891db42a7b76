// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is the lab file's own syntax
import {describe, expect, it} from 'vitest'
import type {Lab} from './lab.js'
import {catalogue} from './lab-file/catalogue.fixture.js'
import {parseLabFile} from './lab-file.js'

const env = {HOME: '/home/me', PORT: '19092', EMPTY: '', RECURSIVE: '${RECURSIVE}', YES: 'true'}
const parse = (text: string): Lab => parseLabFile(text, '/labs/shop/msa.yml', catalogue, {env})
const names = (lab: Lab) => lab.components.map(({name}) => name)
const why = (lab: Lab) => Object.fromEntries(lab.components.map(({name, because}) => [name, because]))
const service = (lines: string) =>
  parse(`version: 1\nservices:\n  mine:\n${lines.replace(/^/gm, '    ')}\n`).services[0]

describe('an image', () => {
  it('has ports of its own beside those of this machine', () => {
    expect(
      service('image: nginx:1.27\nports: {http: "8080:80", admin: "auto:9000", same: 7000, any: auto}'),
    ).toMatchObject({
      defaultPorts: {http: 0, admin: 0, same: 0, any: 0},
      ports: {http: 8080, same: 7000},
      portsInside: {http: 80, admin: 9000},
    })
    expect(service('image: nginx:1.27\nport: "${PORT}:80"')).toMatchObject({
      ports: {http: 19_092},
      portsInside: {http: 80},
    })
  })

  it('keeps data in volumes of the lab, and sees folders of this machine', () => {
    const lines = 'image: nginx:1.27\nvolumes: ["pages:/srv", "./site:/site:ro", "/data:/data", "${HOME}/x:/x:rw"]'
    expect(service(lines)?.mounts).toEqual({
      volumes: {pages: '/srv'},
      binds: [
        {from: '/labs/shop/site', to: '/site', writable: false},
        {from: '/data', to: '/data', writable: true},
        {from: '/home/me/x', to: '/x', writable: true},
      ],
    })
  })
})

describe('what runs', () => {
  it('is the whole course when the file names nothing', () => {
    expect(names(parse('version: 1\n'))).toEqual(catalogue.map(({name}) => name))
  })

  it('is what is named, and what that depends on', () => {
    expect(why(parse('version: 1\ncomponents: [connect]\n'))).toEqual({
      zookeeper: 'dependency',
      kafka: 'dependency',
      connect: 'named',
    })
  })

  it('is a preset, with more beside it and less of it', () => {
    const lab = parse('version: 1\nuse: [kafka]\ncomponents: {rabbitmq: , mariadb: false, connect: {enabled: false}}\n')
    expect(why(lab)).toEqual({zookeeper: 'preset', kafka: 'preset', rabbitmq: 'named'})
  })

  it('is what the services depend on, when only services are named', () => {
    expect(names(parse('version: 1\nservices: {a: {npm: start, dependsOn: [mariadb]}}\n'))).toEqual(['mariadb'])
    expect(names(parse('version: 1\nservices: {a: {npm: start}}\n'))).toEqual([])
  })

  it('is the own service in the place of the component of its name, with its ports and dependencies', () => {
    const lab = parse('version: 1\ncomponents: [user-service]\nservices: {user-service: {maven: spring-boot:run}}\n')
    expect(names(lab)).toEqual([])
    const taken = parse('version: 1\nuse: kafka\nservices: {kafka: {jar: my.jar}}\n')
    expect(names(taken)).toEqual(['zookeeper', 'connect', 'mariadb'])
    expect(taken.services[0]).toMatchObject({
      replaces: true,
      defaultPorts: {broker: 9092},
      dependsOn: [{on: 'zookeeper', condition: 'ready'}],
      probes: {readiness: {kind: 'tcp', port: 'broker'}},
    })
  })
})

describe('ports', () => {
  const portsOf = (text: string, name: string) =>
    parse(`version: 1\n${text}`).components.find(c => c.name === name)?.ports

  it('are set by component, by port name, and at the top', () => {
    expect(portsOf('components: {kafka: {port: 19092}}', 'kafka')).toEqual({broker: 19092})
    expect(portsOf('components: {rabbitmq: {ports: {management: 1}}}', 'rabbitmq')).toEqual({management: 1})
    expect(portsOf('use: kafka\nports: {kafka: 1, connect.http: 2}', 'connect')).toEqual({http: 2})
  })

  it('may come from the environment, as a number', () => {
    expect(portsOf('components:\n  kafka:\n    port: ${PORT:-9092}', 'kafka')).toEqual({broker: 19092})
    expect(portsOf('components:\n  kafka:\n    port: ${NO_SUCH:-9093}', 'kafka')).toEqual({broker: 9093})
  })

  it('two components may swap', () => {
    expect(() => parse('version: 1\nports: {kafka: 8083, connect: 9092}\n')).not.toThrow()
  })
})

describe('services', () => {
  it('have defaults for all that is not said', () => {
    expect(service('npm: start')).toMatchObject({
      program: {kind: 'npm', script: 'start', args: []},
      path: '/labs/shop',
      ports: {},
      defaultPorts: {},
      probes: {readiness: {kind: 'all', of: []}},
      instances: 1,
      restart: {on: 'always', maxFailures: 5},
      stopGraceMs: 10_000,
    })
  })

  it.each([
    [
      'command: [node, server.js]\nargs: [--port, 80]',
      {kind: 'command', command: ['node', 'server.js', '--port', '80']},
    ],
    ['maven: spring-boot:run', {kind: 'maven', tool: 'mvn', goal: 'spring-boot:run', args: []}],
    ['gradle: bootRun', {kind: 'gradle', tool: 'gradle', task: 'bootRun', args: []}],
    ['path: ../order\njar: target/app.jar', {kind: 'jar', jar: '/labs/order/target/app.jar', args: []}],
    ['image: localhost:5000/me/app:1.2', {kind: 'image', image: 'localhost:5000/me/app:1.2', args: []}],
    [
      'image: me/app:1\nentrypoint: [sh, /start.sh]\nargs: [-v]',
      {kind: 'image', image: 'me/app:1', entrypoint: ['sh', '/start.sh'], args: ['-v']},
    ],
  ])('run %j', (lines, program) => {
    expect(service(lines)?.program).toEqual(program)
  })

  it("run Maven by the project's own wrapper where there is one", () => {
    const text = 'version: 1\nservices:\n  user:\n    path: ../user\n    maven: spring-boot:run\n'
    const look = (path: string) => (path.endsWith('/user') ? 'folder' : path === '/labs/user/mvnw' ? 'file' : 'missing')
    const lab = parseLabFile(text, '/labs/one/msa.yml', catalogue, {env: {}, look})
    expect(lab.services[0]?.program).toMatchObject({tool: '/labs/user/mvnw'})
  })

  it.each([
    ['port: 8080', {ports: {http: 8080}, defaultPorts: {http: 0}}],
    ['port: auto', {ports: {}, defaultPorts: {http: 0}}],
    ['ports: {admin: 81, api: auto}', {ports: {admin: 81}, defaultPorts: {admin: 0, api: 0}}],
  ])('listen by %j', (lines, ports) => {
    expect(service(`${lines}\nnpm: start`)).toMatchObject(ports)
  })

  it.each([
    ['health: /actuator/health', {kind: 'http', port: 'http', path: '/actuator/health'}],
    ['health: http://127.0.0.1:8080/up?x=1', {kind: 'http', port: 'http', path: '/up?x=1'}],
    ['health: {tcp: http, period: 500ms, timeout: 3}', {kind: 'tcp', port: 'http', periodMs: 500, timeoutMs: 3000}],
    ['health: {log: "Started .* in"}', {kind: 'log', pattern: 'Started .* in'}],
  ])('are asked by %j', (lines, readiness) => {
    expect(service(`npm: start\nport: 8080\n${lines}`)?.probes.readiness).toEqual(readiness)
  })

  it('have the time that they are given until they are ready', () => {
    const startup = service('npm: start\nport: 1\nhealth: {http: /, startTimeout: 1m30s}')?.probes.startup
    expect((startup?.periodMs ?? 0) * (startup?.failureThreshold ?? 0)).toBe(90_000)
  })

  it.each([
    ['dependsOn: [kafka, mariadb]', {kafka: 'ready', mariadb: 'ready'}],
    ['dependsOn: {kafka: started, mariadb: }', {kafka: 'started', mariadb: 'ready'}],
    ['dependsOn: {kafka: {condition: completed}}', {kafka: 'completed'}],
  ])('wait by %j', (lines, conditions) => {
    const dependsOn = service(`npm: start\n${lines}`)?.dependsOn ?? []
    expect(Object.fromEntries(dependsOn.map(({on, condition}) => [on, condition]))).toEqual(conditions)
  })
})

describe('values', () => {
  it('of the environment stay as they are written', () => {
    const lines = 'npm: start\nenv: {A: 1.10, B: true, C: "0777", D: "a: b", toString: x, E: 2026-01-01, F: NO}'
    expect(service(lines)?.env).toEqual({
      A: '1.10',
      B: 'true',
      C: '0777',
      D: 'a: b',
      toString: 'x',
      E: '2026-01-01',
      F: 'NO',
    })
  })

  it('are filled in once: $$ is a dollar, and what comes in is not looked at again', () => {
    const lines =
      'npm: start\nenv: {A: "$$HOME", B: "${HOME}/x", C: "${EMPTY:-d}", D: "${RECURSIVE}", E: $5, F: "${YES}"}'
    expect(service(lines)?.env).toEqual({A: '$HOME', B: '/home/me/x', C: 'd', D: '${RECURSIVE}', E: '$5', F: 'true'})
  })

  it.each([
    ['512m', 512],
    ['512MB', 512],
    ['512Mi', 512],
    ['2g', 2048],
    ['1.5GiB', 1536],
  ])('memory %s is %d MiB', (written, mib) => {
    expect(service(`npm: start\nmemory: ${written}`)?.memoryMiB).toBe(mib)
  })

  it('of settings, topics, connectors and the config server', () => {
    const lab = parse(`version: 1
components: {kafka: {settings: {num.partitions: 3, auto.create.topics.enable: false}}}
topics: {orders: 3, users: , payments: {partitions: 2, config: {retention.ms: 1000}}}
connectors: [connectors, more/a.json]
config: {repository: conf, keyFile: ../key}
`)
    expect(lab.components.at(-1)?.settings).toEqual({'num.partitions': '3', 'auto.create.topics.enable': 'false'})
    expect(lab.topics).toEqual([
      {name: 'orders', partitions: 3, config: {}},
      {name: 'users', partitions: 1, config: {}},
      {name: 'payments', partitions: 2, config: {'retention.ms': '1000'}},
    ])
    expect(lab.connectors).toEqual(['/labs/shop/connectors', '/labs/shop/more/a.json'])
    expect(lab.config).toEqual({repository: '/labs/shop/conf', keyFile: '/labs/key'})
  })
})

describe('forms', () => {
  it.each([
    ['JSON', '{"version": 1, "components": {"kafka": {"port": 19092}}}'],
    ['CRLF, trailing blanks, no line end', 'version: 1  \r\ncomponents:\r\n  kafka: {port: 19092}  '],
    [
      'an anchor and its alias',
      'version: 1\ncomponents:\n  zookeeper: &z\n    memory: 256m\n  kafka:\n    port: 19092\n  connect: *z\n',
    ],
    ['an explicit document', '%YAML 1.2\n---\nversion: 1\ncomponents: {kafka: {port: 19092}}\n...\n'],
  ])('B26, B56: %s is accepted', (_, text) => {
    expect(parse(text).components.find(({name}) => name === 'kafka')?.ports).toEqual({broker: 19092})
  })

  it('the folder gives the name, where it is one', () => {
    expect(parse('version: 1\n').name).toBe('shop')
    expect(parseLabFile('version: 1\n', '/labs/my shop/msa.yml', catalogue, {env}).name).toBe('lab')
    expect(parse('version: 1\nname: other\n').name).toBe('other')
  })
})
