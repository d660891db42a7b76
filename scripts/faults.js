/**
 * `npm run faults`: runs every scenario that is named by a fault of the matrix (F01 to F60) and prints a table and how many were survived.
 * Arguments are names of faults or of test files: `npm run faults -- F08 F18`, `npm run faults -- real`. With `--runs 3` every scenario has to
 * pass three times.
 */
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'

/** One that is not there has not been survived. */
const promised = [
  ...['F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F07', 'F08', 'F09', 'F11', 'F12', 'F13', 'F18', 'F20', 'F21', 'F22'],
  ...['F23', 'F25', 'F26', 'F27', 'F28', 'F29', 'F35', 'F37', 'F38', 'F41', 'F42', 'F46', 'F47', 'F51', 'F53', 'F54'],
  ...['F55', 'F56', 'F57'],
]

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const {values: flags, positionals} = parseArgs({
  options: {runs: {type: 'string', default: '1'}},
  allowPositionals: true,
})
const wanted = positionals.filter(word => /^F\d\d$/.test(word))
const files = positionals.filter(word => !/^F\d\d$/.test(word))
const expected = wanted.length > 0 ? wanted : files.length > 0 ? [] : promised
const folder = mkdtempSync(join(tmpdir(), 'msa-faults-'))

try {
  const runs = Array.from({length: Math.max(1, Number(flags.runs))}, () => runScenarios(join(folder, 'results.json')))
  const faults = byFault(runs.flat().flatMap(file => file.assertionResults))
  if (faults.every(({titles}) => titles.size === 0)) throw new Error('no scenario of that name')
  print(faults)
  process.exitCode = faults.every(isSurvived) ? 0 : 1
} finally {
  rmSync(folder, {recursive: true, force: true})
}

function runScenarios(output) {
  const pattern = wanted.length === 0 ? 'F\\d\\d' : wanted.join('|')
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = ['run', '--project', 'scenarios', '--reporter=json', `--outputFile=${output}`, '-t', pattern, ...files]
  spawnSync(process.execPath, [vitest, ...args], {cwd: root, stdio: ['ignore', 'ignore', 'inherit']})
  return JSON.parse(readFileSync(output, 'utf8')).testResults
}

/** A fault is survived when every scenario that carries its number passed, invariants included. */
function byFault(tests) {
  const faults = new Map(expected.map(id => [id, newFault(id)]))
  for (const test of tests.filter(({status}) => status === 'passed' || status === 'failed')) {
    for (const id of new Set(test.fullName.match(/\bF\d\d\b/g))) {
      const fault = faults.get(id) ?? newFault(id)
      fault.titles.add(test.title)
      fault.ms += test.duration ?? 0
      if (test.status === 'failed') fault.failures.push(test)
      fault.lost += test.failureMessages.filter(message => /\bI[46]:/.test(message)).length
      faults.set(id, fault)
    }
  }
  return [...faults.values()].sort((one, other) => one.id.localeCompare(other.id))
}

function newFault(id) {
  return {id, titles: new Set(), failures: [], lost: 0, ms: 0}
}

function isSurvived({titles, failures}) {
  return titles.size > 0 && failures.length === 0
}

function print(faults) {
  const width = 76
  for (const fault of faults) {
    const {id, titles, failures, ms} = fault
    const [first = 'there is no scenario of it'] = failures.length > 0 ? failures.map(({title}) => title) : titles
    const title = first.replace(/^[^a-z]*F\d\d:?\s*/i, '')
    const more = titles.size > 1 ? ` (${titles.size} scenarios)` : ''
    const shown = `${title.slice(0, width - more.length)}${more}`
    console.log(
      `${id}  ${isSurvived(fault) ? 'yes' : 'NO '}  ${shown.padEnd(width)}  ${(ms / 1000).toFixed(1).padStart(6)} s`,
    )
  }
  for (const {id, failures} of faults) {
    for (const {title, failureMessages} of failures)
      console.log(`\n${id} ${title}\n  ${failureMessages.map(message => message.split('\n')[0]).join('\n  ')}`)
  }
  const survived = faults.filter(isSurvived).length
  const lost = faults.reduce((sum, fault) => sum + fault.lost, 0)
  console.log(`\n${survived} of ${faults.length} survived, ${lost} items lost`)
}
