import {expect, it} from 'vitest'
import type {Task} from '../../runtimes/runtime.js'
import type {Workload} from '../../stacks/component.js'
import {startLines, stopLines} from './tasks-by-hand.js'

function task(name: string, workload: Partial<Workload>, more: Partial<Task> = {}): Task {
  const whole = {command: '/usr/bin/server', args: [], ...workload}
  return {name, workload: whole, dataDir: '/lab/data/x', stopSignal: 'SIGTERM', ...more} as unknown as Task
}
const lines = (one: Task) => startLines([{task: one}])

it('is the process with its arguments, its folder and its whole environment', () => {
  const [head, call] = lines(task('zipkin', {args: ['-Xmx64m', 'a b'], env: {PORT: '9411'}, cwd: '/lab/my dir'}))
  expect(head).toBe('# zipkin')
  expect(call).toMatch(
    /^\(cd '\/lab\/my dir' && env -i PATH="\$PATH" .*HOME=\/lab\/data\/x PORT=9411 \/usr\/bin\/server -Xmx64m 'a b'\)$/,
  )
})

it('shows no secret: neither in a variable, nor in an address, nor behind a name', () => {
  const text = lines(
    task('own', {
      args: ['--db.password=canary'],
      env: {DB_PASSWORD: 'canary', API_KEY: 'canary', URL: 'amqp://me:canary@host/', KEY_FILE: '/lab/key'},
    }),
  ).join('\n')
  expect(text).not.toContain('canary')
  expect(text).toContain('KEY_FILE=/lab/key')
})

it('tells what is made once before, and which files msa writes', () => {
  const files = [{path: '/lab/config/x.cnf', content: 'password=canary'}]
  expect(
    lines(
      task('mariadb', {
        prepare: [{creates: '/lab/data/x/db', because: 'first', command: ['install', '--into={}']}],
        files,
      }),
    ).slice(0, 2),
  ).toEqual([
    '# mariadb, by what msa writes into /lab/config/x.cnf',
    '[ -e /lab/data/x/db ] || install --into=/lab/data/x/db',
  ])
})

it('names the image of what runs in a container', () => {
  const container = {image: 'kafka:3.9'} as unknown as NonNullable<Task['container']>
  expect(lines(task('kafka', {}, {container}))).toEqual(['# kafka', '# in a container of kafka:3.9: msa up makes it'])
})

it('stops what runs, last started first, by the signal that each wants', () => {
  const handle = (pid: number, container?: string) => ({pid, container}) as never
  expect(
    stopLines({
      supervisorPid: 5,
      tasks: [
        {task: task('zookeeper', {}), handle: handle(7)},
        {task: task('kafka', {}, {stopSignal: 'SIGINT'}), handle: handle(8)},
        {task: task('connect', {}), handle: undefined},
        {task: task('grafana', {}), handle: handle(0, '0123456789abcdef')},
      ],
    }),
  ).toEqual([
    "kill -s TERM 5 # msa's supervisor, which would start them again",
    'docker kill --signal TERM 0123456789ab # grafana',
    'kill -s INT 8 # kafka',
    'kill -s TERM 7 # zookeeper',
  ])
})
