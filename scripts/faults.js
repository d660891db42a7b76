/**
 * `npm run faults`: runs every scenario that is named by a fault of the matrix (F01 to F60) and prints a table and how many were survived.
 * Arguments are names of faults or of test files: `npm run faults -- F08 F18`, `npm run faults -- real`.
 */
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const wanted = process.argv.slice(2).filter(word => /^F\d\d$/.test(word))
const files = process.argv.slice(2).filter(word => !/^F\d\d$/.test(word))
const folder = mkdtempSync(join(tmpdir(), 'msa-faults-'))

try {
  const results = runScenarios(join(folder, 'results.json'))
  const faults = byFault(results.flatMap(file => file.assertionResults))
  if (faults.length === 0) throw new Error('no scenario of that name')
  print(faults)
  process.exitCode = faults.every(fault => fault.failures.length === 0) ? 0 : 1
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
  const faults = new Map()
  for (const test of tests.filter(({status}) => status === 'passed' || status === 'failed')) {
    for (const id of new Set(test.fullName.match(/\bF\d\d\b/g))) {
      const fault = faults.get(id) ?? {id, titles: [], failures: [], lost: 0, ms: 0}
      fault.titles.push(test.title)
      fault.ms += test.duration ?? 0
      if (test.status === 'failed') fault.failures.push(test)
      fault.lost += test.failureMessages.filter(message => /\bI[46]:/.test(message)).length
      faults.set(id, fault)
    }
  }
  return [...faults.values()].sort((one, other) => one.id.localeCompare(other.id))
}

function print(faults) {
  const width = 76
  for (const {id, titles, failures, ms} of faults) {
    const [first = ''] = failures.length > 0 ? failures.map(({title}) => title) : titles
    const title = first.replace(/^[^a-z]*F\d\d:?\s*/i, '')
    const more = titles.length > 1 ? ` (${titles.length} scenarios)` : ''
    const shown = `${title.slice(0, width - more.length)}${more}`
    console.log(
      `${id}  ${failures.length === 0 ? 'yes' : 'NO '}  ${shown.padEnd(width)}  ${(ms / 1000).toFixed(1).padStart(6)} s`,
    )
  }
  for (const {id, failures} of faults) {
    for (const {title, failureMessages} of failures)
      console.log(`\n${id} ${title}\n  ${failureMessages.map(message => message.split('\n')[0]).join('\n  ')}`)
  }
  const survived = faults.filter(({failures}) => failures.length === 0).length
  const lost = faults.reduce((sum, fault) => sum + fault.lost, 0)
  console.log(`\n${survived} of ${faults.length} survived, ${lost} items lost`)
}
