import {DefaultRenderer, Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput, type SimpleRenderer} from 'listr2'
import {type ComponentState, isDone} from '../../lab/state.js'
import {systemClock} from '../../platform/clock.js'
import {shortened} from '../../platform/shortened.js'
import {escapeLine} from '../escape.js'
import type {Terminal} from '../terminal.js'
import type {Details, Goal, LabReporter} from './reporter.js'
import {stateText} from './state-text.js'

type Wrapper = ListrTaskWrapper<unknown, typeof StderrRenderer, typeof SimpleRenderer>

/** stderr decides whether there is a terminal, since the data of a command may go to a pipe. */
class StderrRenderer extends DefaultRenderer {
  static override nonTTY = true
}

interface Row {
  text: string
  details: Details | undefined
  readonly beganMs: number
  outcome: 'open' | 'good' | 'bad'
  settle: () => void
  wrapper: Wrapper | undefined
}

const redrawMs = 100

/** A list with one line a component: what it does, what it waits for, seconds. */
export function liveReporter(terminal: Terminal, goal: Goal): LabReporter {
  const rows = new Map<string, Row>()
  let list = newList()
  let hasBegun = false
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    for (const [name, row] of rows) if (row.outcome === 'open') draw(name, row)
  }, redrawMs)
  timer.unref()

  const rowOf = (name: string): Row => {
    const known = rows.get(name)
    if (known !== undefined) return known
    const row: Row = {
      text: '',
      details: undefined,
      beganMs: systemClock.now(),
      outcome: 'open',
      settle: () => undefined,
      wrapper: undefined,
    }
    rows.set(name, row)
    openList()
    const ended = new Promise<void>(resolve => {
      row.settle = resolve
    })
    list.add({
      title: name,
      async task(_, wrapper) {
        row.wrapper = wrapper
        draw(name, row)
        await ended
        if (row.outcome === 'bad') throw new Error(row.text)
      },
    })
    return row
  }

  // A list takes no rows once it runs: what comes later is drawn below it, when it has ended.
  const openList = () => {
    if (list.tasks.length > 0 && !hasBegun) return
    const next = hasBegun ? newList() : list
    list = next
    hasBegun = false
    running = running
      .then(() => {
        hasBegun = true
        return next.run()
      })
      .catch(() => undefined)
  }

  const draw = (name: string, row: Row) => {
    if (row.wrapper === undefined) return
    const seconds = ((systemClock.now() - row.beganMs) / 1000).toFixed(1)
    const width = Math.max(...[...rows.keys()].map(key => key.length))
    const room = Math.max(20, terminal.columns - width - 14)
    const text = shortened(row.text, room)
    const line = `${name.padEnd(width)}  ${terminal.paintNote.dim(`${seconds.padStart(5)}s`)}  ${text}`
    row.wrapper.title = [line, ...detailsOf(row)].join('\n')
  }

  /** All rows stay in sight; an icon or an indent takes the first columns. */
  const detailsOf = ({details, outcome}: Row): readonly string[] => {
    if (details === undefined || outcome !== 'open') return []
    return details({columns: terminal.columns - 6, rows: terminal.rows - rows.size - 2})
  }

  const update = (name: string, text: string, outcome: Row['outcome'], details?: Details) => {
    const row = rowOf(name)
    if (row.outcome !== 'open') return
    row.text = escapeLine(text).replaceAll('\n', ' ')
    row.details = details
    row.outcome = outcome
    draw(name, row)
    if (outcome !== 'open') row.settle()
  }

  return {
    state: (component, state) => update(component, stateText(state), outcomeOf(state, goal)),
    note: text => {
      // The list must not be torn: what is said meanwhile is a row that is done.
      update(text, '', 'good')
    },
    work: (key, text, isDone, details) => update(key, text, isDone ? 'good' : 'open', details),
    async end() {
      clearInterval(timer)
      for (const [name, row] of rows) {
        if (row.outcome !== 'open') continue
        row.outcome = 'bad'
        draw(name, row)
        row.settle()
      }
      await running
      if (rows.size > 0) terminal.note('')
    },
  }
}

function newList() {
  return new Listr<unknown, typeof StderrRenderer, typeof SimpleRenderer>([], {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: StderrRenderer,
    rendererOptions: {
      collapseErrors: false,
      showErrorMessage: false,
      formatOutput: 'truncate',
      logger: new ListrLogger({useIcons: true, processOutput: new ProcessOutput(process.stderr, process.stderr)}),
    },
  })
}

function outcomeOf(state: ComponentState, goal: Goal): Row['outcome'] {
  switch (state.phase) {
    case 'ready':
      return goal === 'up' ? 'good' : 'open'
    case 'stopped':
      return goal === 'down' || isDone(state) ? 'good' : 'open'
    case 'failed':
      return goal === 'down' ? 'good' : 'bad'
    default:
      return 'open'
  }
}
