import type {Figure} from './figures.js'
import {type BenchLab, timeMsa, timeNode} from './lab-run.js'
import {sevenNames} from './stock-servers.js'

/** Commands on a running lab as multiples of Node's own start, each pair measured back to back. */
export async function timeCommands(lab: BenchLab, runs: number): Promise<Figure[]> {
  const commands = [
    {name: '`msa --version`', args: ['--version'], goal: 1.25},
    {name: '`msa status` of a running lab', args: ['status'], goal: 3},
    {name: '`msa up` of a running lab', args: ['up', ...sevenNames], goal: 3},
  ]
  const values = commands.map((): number[] => [])
  // The first round only fills the caches.
  for (let run = 0; run <= runs; run++) {
    for (const [index, {args}] of commands.entries()) {
      const bare = await timeNode(['-e', '0'], {cwd: lab.folder, env: lab.env})
      const ratio = (await timeMsa(lab, args)) / bare
      if (run > 0) values[index]?.push(ratio)
    }
  }
  return commands.map(({name, goal}, index) => ({
    name: `${name}, of \`node -e 0\``,
    values: values[index] ?? [],
    goal,
    unit: 'x',
  }))
}
