import {shellWord} from '../platform/shell-word.js'
import type {Probe, ProbeQuestion} from '../probes/probe.js'

export interface HealthCheck {
  readonly test: readonly string[]
  readonly interval: string
  readonly timeout: string
  readonly retries: number
  readonly start_period: string
}

/** A check that the image itself can run, or why there is none. */
export type HealthTranslation = {readonly check: HealthCheck} | {readonly check: undefined; readonly because: string}

/** How a component is asked from within its own container: where its ports are there, and where its files lie. */
export interface AskedInside {
  readonly ports: Readonly<Record<string, number>>
  readonly configDir: string
}

/** What a component may take to become ready where nobody said otherwise; failures until then do not count. */
const startMs = 120_000
const answerSeconds = 4

/** msa asks from outside, Compose from inside: the same question, in what the images have: `bash` and its `/dev/tcp`, else `wget` or `curl`. */
export function healthCheckOf(
  {startup, readiness}: {readonly startup?: Probe; readonly readiness: Probe},
  asked: AskedInside,
): HealthTranslation {
  const test = testOf(readiness, asked)
  if (typeof test === 'string') return {check: undefined, because: test}
  const {periodMs = 0, failureThreshold = 0} = startup ?? {}
  const patienceMs = periodMs * failureThreshold || startMs
  return {
    check: {
      test: ['CMD', ...test],
      interval: '3s',
      timeout: `${answerSeconds + 1}s`,
      retries: 5,
      start_period: `${Math.ceil(patienceMs / 1000)}s`,
    },
  }
}

/** The command, or the reason why there is none. */
function testOf(question: ProbeQuestion, asked: AskedInside): readonly string[] | string {
  switch (question.kind) {
    case 'exec':
      return question.command
    case 'log':
      return 'its health is a line of its log, which nobody inside reads'
    case 'http':
      return httpTest(question, asked)
    case 'tcp':
      return withoutBash(open(portOf(question, asked)), `nc -z 127.0.0.1 ${portOf(question, asked)}`)
    case 'all':
      return allOf(question.of, asked)
    case 'mariadb':
      return question.user === undefined || question.passwordFile === undefined
        ? ['bash', '-c', open(portOf(question, asked))]
        : ['sh', '-c', login(question.user, `${asked.configDir}/${question.passwordFile}`, portOf(question, asked))]
    case 'zookeeper':
    case 'kafka':
    case 'amqp':
      return ['bash', '-c', bashFor(question, asked)]
    default:
      return question satisfies never
  }
}

function allOf(questions: readonly ProbeQuestion[], asked: AskedInside): readonly string[] | string {
  if (questions.length === 0) return 'it has no port to ask'
  const [first] = questions
  if (questions.length === 1 && first !== undefined) return testOf(first, asked)
  const scripts = questions.map(question => bashFor(question, asked))
  return ['bash', '-c', scripts.map(script => `(\n${script}\n) || exit 1`).join('\n')]
}

function bashFor(question: ProbeQuestion, asked: AskedInside): string {
  switch (question.kind) {
    case 'http':
      return httpBash(question, asked)
    case 'zookeeper':
      return `${open(portOf(question, asked))}\nprintf ruok >&3\nread -r -t ${answerSeconds} -N 4 answer <&3\n[ "$answer" = imok ]`
    case 'kafka':
      return kafkaBash(portOf(question, asked), question.minBrokers)
    case 'amqp':
      // The protocol's header; the server's first frame is a method (type 1).
      return `${open(portOf(question, asked))}\nprintf 'AMQP\\0\\0\\11\\1' >&3\n[ "$(${bytes('1')})" = 01 ]`
    case 'exec':
      return question.command.map(shellWord).join(' ')
    case 'tcp':
    case 'mariadb':
      return open(portOf(question, asked))
    case 'log':
      return 'false'
    case 'all':
      return question.of.map(one => `(\n${bashFor(one, asked)}\n) || exit 1`).join('\n')
    default:
      return question satisfies never
  }
}

type HttpQuestion = Extract<ProbeQuestion, {kind: 'http'}>

function httpTest(question: HttpQuestion, asked: AskedInside): string[] {
  const url = shellWord(`http://127.0.0.1:${portOf(question, asked)}${question.path}`)
  const header = question.auth === undefined ? '' : ` --header ${shellWord(authorization(question.auth))}`
  const other = `if command -v curl >/dev/null; then exec curl -fsS -m ${answerSeconds} -o /dev/null${header} ${url}; fi
exec wget -q -O /dev/null${header} ${url}`
  return withoutBash(httpBash(question, asked), other)
}

function httpBash({port, path, expectStatus, auth}: HttpQuestion, {ports}: AskedInside): string {
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${ports[port] ?? 0}`,
    'Connection: close',
    ...(auth === undefined ? [] : [authorization(auth)]),
  ]
  return [
    open(ports[port] ?? 0),
    `printf '%s\\r\\n' ${head.map(shellWord).join(' ')} '' >&3`,
    `read -r -t ${answerSeconds} _ status _ <&3`,
    expectStatus === undefined ? '[ "$status" -ge 200 ] && [ "$status" -lt 400 ]' : `[ "$status" = ${expectStatus} ]`,
  ].join('\n')
}

function authorization(auth: string): string {
  return `Authorization: Basic ${Buffer.from(auth).toString('base64')}`
}

/** Images without bash have BusyBox. */
function withoutBash(script: string, other: string): string[] {
  return ['sh', '-c', `if command -v bash >/dev/null; then exec bash -c "$1"; fi\n${other}`, 'health', script]
}

/** Metadata, version 1, for no topic (KIP-4): brokers come first, the controller stands before the last four bytes. Kafka's own tools would start a JVM at each check. */
function kafkaBash(port: number, minBrokers: number): string {
  return [
    open(port),
    "printf '\\0\\0\\0\\16\\0\\3\\0\\1\\0\\0\\0\\1\\377\\377\\0\\0\\0\\0' >&3",
    `size=$((16#$(${bytes('4')})))`,
    `answer=$(${bytes('"$size"')})`,
    `[ $((16#\${answer:8:8})) -ge ${minBrokers} ] && [ "\${answer: -16:8}" != ffffffff ]`,
  ].join('\n')
}

/** So many bytes in hexadecimal, and not one more, which the next reader would miss. */
function bytes(count: string): string {
  return `dd bs=1 count=${count} <&3 2>/dev/null | od -An -v -tx1 | tr -d ' \\n'`
}

/** A connection that fails ends the script with a no. */
function open(port: number): string {
  return `exec 3<>/dev/tcp/127.0.0.1/${port}`
}

/** `mariadb-admin ping` would also be content with a login that fails. */
function login(user: string, passwordFile: string, port: number): string {
  return `MYSQL_PWD="$(cat ${passwordFile})" exec mariadb --no-defaults --protocol=tcp -h 127.0.0.1 -P ${port} -u ${user} -e 'SELECT 1'`
}

function portOf({port}: {readonly port: string}, {ports}: AskedInside): number {
  return ports[port] ?? 0
}
