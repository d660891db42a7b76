import {installPlan} from '../distributions/install.js'
import {fetchDistributions, type MissingProgram} from '../distributions/provision.js'
import {checks} from '../doctor/checks/index.js'
import {isOptional} from '../doctor/checks/programs.js'
import {type Diagnosis, diagnose} from '../doctor/diagnose.js'
import type {Facts} from '../doctor/facts.js'
import {gatherFacts, type Look} from '../doctor/gather-facts.js'
import {templatesOf} from '../lab/up/resolve-lab.js'
import type {DistributionName} from '../stacks/component.js'
import {installMissing} from './install-missing.js'
import {createReporter} from './progress/create-reporter.js'
import {showFetch} from './show-fetch.js'
import {type StartOptions, thisMachine} from './start-lab.js'

export interface DoctorRequest extends Pick<Look, 'place' | 'signal'> {
  /** Install and fetch what is missing, then look again. */
  readonly fix: boolean
  /** With `fix`: only say what would be done. */
  readonly dryRun: boolean
}

export async function runDoctor(request: DoctorRequest, options: StartOptions): Promise<Diagnosis> {
  const look: Look = {...request, machine: thisMachine(process.env), env: process.env, cwd: process.cwd()}
  const facts = await gatherFacts(look)
  const lack = lackOf(facts)
  if (!request.fix || lack.programs.length + lack.distributions.length === 0) return diagnose(facts, checks)
  if (request.dryRun) return {...diagnose(facts, checks), would: await wouldMend(lack, look)}
  await mend(lack, look, options)
  return diagnose(await gatherFacts(look), checks)
}

interface Lack {
  readonly programs: readonly MissingProgram[]
  readonly distributions: readonly DistributionName[]
}

/** What the lab cannot do without. */
function lackOf({survey, lab}: Facts): Lack {
  return {
    programs: survey.missingPrograms.filter(({name}) => !isOptional(name, {lab})),
    distributions: survey.missingDistributions,
  }
}

/** The commands, as a person would type them. */
async function wouldMend({programs, distributions}: Lack, {env, signal, machine}: Look): Promise<string[]> {
  const names = programs.filter(({namedBy}) => namedBy === undefined).map(({name}) => name)
  const plan = names.length === 0 ? undefined : await installPlan(names, {env, isRoot: machine.isRoot, signal})
  return [...(plan?.shown ?? []), ...(distributions.length === 0 ? [] : [`msa fetch ${distributions.join(' ')}`])]
}

async function mend(lack: Lack, {machine, env, signal}: Look, options: StartOptions): Promise<void> {
  const reporter = await createReporter(options.terminal, 'up', options.isQuiet)
  const fetching = {
    cacheDir: machine.cacheDir,
    templatesDir: templatesOf(machine),
    env,
    signal,
    offline: false,
    paths: {},
  }
  try {
    if (lack.programs.length > 0) await installMissing({...options, signal}, reporter.work)(lack.programs)
    if (lack.distributions.length > 0)
      await fetchDistributions(lack.distributions, {...fetching, progress: step => showFetch(step, reporter)})
  } finally {
    await reporter.end()
  }
}
