/**
 * Records a command in a real terminal and writes an animated picture of it:
 *   node scripts/record/record.js docs/images/up.svg --rows 24 -- bin/msa up
 * tmux is the terminal; every frame is what it showed. `--after COMMAND` is typed when the first one has ended.
 */
import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {parseArgs} from 'node:util'
import {animatedSvg} from './animated-svg.js'

const samplePeriodMs = 150
const lastFrameMs = 6000
const prompt = '$ '

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    columns: {type: 'string', default: '80'},
    rows: {type: 'string', default: '24'},
    after: {type: 'string', multiple: true, default: []},
    timeout: {type: 'string', default: '120'},
  },
})
const [out, ...command] = positionals
if (out === undefined || command.length === 0) {
  console.error('usage: node scripts/record/record.js OUT.svg [--rows N] [--after COMMAND]… -- COMMAND…')
  process.exit(2)
}

const socket = `msa-record-${process.pid}`
const tmux = (...args) => execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {encoding: 'utf8'})

const shell = `env -u NO_COLOR -u FORCE_COLOR -u CI TERM=xterm-256color PS1='${prompt}' bash --norc --noprofile`
tmux('new-session', '-d', '-x', values.columns, '-y', values.rows, shell)
try {
  const frames = await record([command.join(' '), ...values.after])
  const svg = animatedSvg(frames, {columns: Number(values.columns), title: `A terminal: ${command.join(' ')}`})
  writeFileSync(out, svg)
  console.error(`${out}: ${frames.length} frames, ${Math.round(svg.length / 1024)} KiB`)
} finally {
  tmux('kill-server')
}

/** Types each command, and takes what the terminal shows until it asks for the next one. */
async function record(commands) {
  const frames = []
  const began = performance.now()
  const look = () => {
    const screen = tmux('capture-pane', '-e', '-p').trimEnd()
    if (frames.at(-1)?.screen !== screen) frames.push({screen, atMs: performance.now() - began})
  }
  await until(() => plain(tmux('capture-pane', '-p')) === prompt.trim())
  for (const text of commands) {
    look()
    for (const character of text) {
      tmux('send-keys', '-l', character)
      await sleep(40)
      look()
    }
    await sleep(400)
    tmux('send-keys', 'Enter')
    await sleep(samplePeriodMs)
    await until(() => {
      look()
      return plain(tmux('capture-pane', '-p')).split('\n').at(-1) === prompt.trim()
    })
    look()
    await sleep(1200)
  }
  const endMs = performance.now() - began + lastFrameMs
  return frames.map((frame, index) => ({...frame, untilMs: frames[index + 1]?.atMs ?? endMs}))
}

async function until(isDone) {
  const limit = performance.now() + Number(values.timeout) * 1000
  while (!isDone()) {
    if (performance.now() > limit) throw new Error(`nothing after ${values.timeout} s`)
    await sleep(samplePeriodMs)
  }
}

function plain(screen) {
  return screen.trimEnd().replaceAll(/[ \t]+$/gm, '')
}
