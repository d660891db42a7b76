import {describe, expect, it} from 'vitest'
import {parseYaml} from '../lab/lab-file/yaml-tree.js'
import {catalogue} from '../stacks/index.js'
import {fillVariables} from './fill-variables.js'
import {shellWords} from './shell-words.js'
import {translateCompose} from './translate.js'

const env = {SECRET_TOKEN: 'hush', WEB: '8081'}

function translate(yaml: string) {
  const {tree, mistakes} = parseYaml(yaml, env, {fill: text => fillVariables(text, env), mergeKeys: true})
  expect(mistakes).toEqual([])
  const around = {catalogue, env, from: '/shop', to: '/shop', home: '/home/me', fromFiles: new Map()}
  return translateCompose(tree ?? {kind: 'nothing', spot: {line: 1, column: 1}}, {
    ...around,
    exists: path => !path.includes('missing'),
    programIn: folder => (folder === './svc' ? {npm: 'start', path: 'svc'} : undefined),
  })
}

const web = (lines: string) => {
  const {lab, notCarried} = translate(`services:\n  web:\n    image: nginx:1\n${lines.replace(/^/gm, '    ')}\n`)
  const entry = (lab.services as Record<string, Record<string, unknown>>).web
  return {entry, problems: notCarried.map(({because}) => because)}
}

describe('a service that is a server of msa', () => {
  it.each([
    ['bitnami/zookeeper:3.9', 'zookeeper'],
    ['confluentinc/cp-kafka:7.5.0', 'kafka'],
    ['apache/kafka@sha256:0', 'kafka'],
    ['debezium/connect', 'connect'],
    ['confluentinc/cp-kafka-connect:7', 'connect'],
    ['registry:5000/rabbitmq:3-management', 'rabbitmq'],
    ['mysql', 'mariadb'],
    ['openzipkin/zipkin-slim', 'zipkin'],
    ['prom/prometheus:v2', 'prometheus'],
    ['grafana/grafana-oss', 'grafana'],
  ])('%s becomes %s', (image, component) => {
    expect(translate(`services: {x: {image: "${image}"}}`).taken).toMatchObject([{as: component, kind: 'component'}])
  })

  it.each(['redis:7', 'provectuslabs/kafka-ui', 'prom/node-exporter', 'my/kafka-consumer'])(
    '%s stays an image',
    image => {
      expect(translate(`services: {x: {image: "${image}"}}`).taken).toMatchObject([{as: 'x', kind: 'image'}])
    },
  )

  it('keeps its port, its settings and its topics; what msa decides is named without its value', () => {
    const {lab, notCarried} = translate(`services:
  broker:
    image: cp-kafka:7
    ports: ["29092:9092"]
    environment: {KAFKA_LOG_RETENTION_HOURS: 24, KAFKA_LISTENERS: "PLAINTEXT://:9092", KAFKA_CREATE_TOPICS: "a:3:1,b"}`)
    expect(lab).toEqual({
      version: 1,
      components: {kafka: {ports: {broker: 29_092}, settings: {'log.retention.hours': '24'}}},
      topics: {a: 3, b: 1},
    })
    expect(notCarried).toEqual([{about: 'broker', because: 'KAFKA_LISTENERS: the lab configures kafka itself'}])
  })

  it('shows no password', () => {
    const {notCarried, lab} = translate('services: {db: {image: "mysql:8", environment: [MYSQL_ROOT_PASSWORD=hush]}}')
    expect(JSON.stringify([notCarried, lab])).not.toContain('hush')
    expect(notCarried[0]?.because).toContain('MYSQL_ROOT_PASSWORD')
  })

  it('is there once', () => {
    const {taken, notCarried} = translate('services: {k1: {image: kafka}, k2: {image: kafka}}')
    expect(taken.map(({name}) => name)).toEqual(['k1'])
    expect(notCarried).toEqual([{about: 'k2', because: 'a lab has one kafka, and it has it already'}])
  })

  it('has another name, which is told where it is used', () => {
    const {notCarried, lab} = translate(
      'services: {db: {image: "mysql:8"}, app: {image: "me/app:1", environment: {URL: "jdbc:mariadb://db:3306/x", DBX: "dbase"}, depends_on: [db]}}',
    )
    expect(notCarried).toEqual([{about: 'app', because: 'URL: names db, which is mariadb in the lab; change it'}])
    expect(lab.services).toMatchObject({app: {dependsOn: {mariadb: 'started'}}})
  })
})

describe('an image of somebody', () => {
  it('keeps its ports, words, volumes, limits and what it waits for', () => {
    const {entry, problems} = web(`entrypoint: /start.sh --once
command: nginx -g "daemon off;"
ports: ["\${WEB}:80", "443"]
volumes: ["pages:/srv", "./site:/site:ro", {type: bind, source: ~/x, target: /x}]
mem_limit: 1g
restart: on-failure:3
stop_grace_period: 1m30s`)
    expect(entry).toEqual({
      image: 'nginx:1',
      entrypoint: ['/start.sh', '--once'],
      args: ['nginx', '-g', 'daemon off;'],
      ports: {http: '8081:80', 'port-443': 'auto:443'},
      volumes: ['pages:/srv', './site:/site:ro', '/home/me/x:/x'],
      memory: '1024m',
      restart: 'on-failure',
      stopGrace: '1m30s',
    })
    expect(problems).toEqual([])
  })

  it('takes variables from a mapping and from a list, and those without a value from the shell', () => {
    expect(web('environment: {A: 1, B: true, SECRET_TOKEN: }').entry?.env).toEqual({
      A: '1',
      B: 'true',
      SECRET_TOKEN: 'hush',
    })
    const {entry, problems} = web('environment: [A=1=2, NONE]')
    expect(entry?.env).toEqual({A: '1=2'})
    expect(problems).toEqual(['environment NONE: has no value, here or in your shell'])
  })

  it('is asked for the page that its check asks for', () => {
    const {entry, problems} = web(
      'ports: ["80", "9000"]\nhealthcheck: {test: "curl -f http://localhost:9000/ok || exit 1", interval: 10s, retries: 2, start_period: 5s}',
    )
    expect(entry?.health).toEqual({
      http: '/ok',
      port: 'port-9000',
      period: '10s',
      failureThreshold: 2,
      startTimeout: '25s',
    })
    expect(problems).toEqual([])
  })

  it('is asked whether its port is open where its check is another command, which is told', () => {
    const {entry, problems} = web('ports: ["5432"]\nhealthcheck: {test: [CMD, pg_isready]}')
    expect(entry?.health).toEqual({tcp: 'http'})
    expect(problems).toEqual([
      'healthcheck: a command within the container, which msa does not run; it asks whether port 5432 is open',
    ])
    expect(web('healthcheck: {test: [CMD, "true"]}').problems).toEqual([
      'healthcheck: it publishes no port that msa could ask; ready once it runs',
    ])
    expect(web('healthcheck: {disable: true}').problems).toEqual([])
  })

  it('loses what a lab has nothing for, each with a reason', () => {
    expect(web('privileged: true\nnetworks: [a]\nvolumes: ["./missing:/x"]').problems).toEqual([
      'volumes ./missing: there is no such file or folder',
      'privileged: the lab file has nothing for it',
      'networks: a lab has one network, on which all reach each other by name',
    ])
  })

  it('takes what several services share', () => {
    const {lab} = translate('x-a: &a {restart: always}\nservices: {web: {<<: *a, image: "nginx:1"}}')
    expect(lab.services).toEqual({web: {image: 'nginx:1'}})
  })
})

describe('a service that is built', () => {
  it('is a program of its build tool', () => {
    const {lab} = translate('services: {app: {build: {context: ./svc}, ports: ["5000:8080"]}}')
    expect(lab.services).toEqual({app: {npm: 'start', path: 'svc', port: 5000, restart: 'never'}})
  })

  it('is left out with a hint where nobody knows how it starts', () => {
    const {notCarried} = translate('services: {app: {build: .}}')
    expect(notCarried[0]?.because).toMatch(/^build: a lab builds no images; .*image, or give its program/)
  })
})

describe('what Compose itself leaves open', () => {
  it.each([
    ['{image: x, extends: {service: y}}', 'extends'],
    ['{image: x, profiles: [debug]}', 'profiles'],
    ['{}', 'neither image nor build'],
  ])('%s is left out and said', (service, word) => {
    const {taken, notCarried} = translate(`services: {x: ${service}}`)
    expect(taken).toEqual([])
    expect(notCarried[0]?.because).toContain(word)
  })

  it('is told of the whole file, too', () => {
    expect(translate('include: [a.yml]\nservices: {}').notCarried).toMatchObject([{about: 'include'}])
  })
})

describe('the words of a command', () => {
  it.each([
    ['a  b', ['a', 'b']],
    [`a "b c" 'd "e"'`, ['a', 'b c', 'd "e"']],
    ['a\\ b "x\\"y"', ['a b', 'x"y']],
    ['', []],
  ])('%s', (text, words) => {
    expect(shellWords(text)).toEqual(words)
  })
})
