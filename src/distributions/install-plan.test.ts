import {expect, it} from 'vitest'
import {planInstall} from './install-plan.js'
import {candidatesIn} from './package-manager.js'

const apt = (available?: readonly string[], prefix: readonly string[] = []) => ({
  manager: 'apt-get' as const,
  prefix,
  available: available === undefined ? undefined : new Set(available),
})

it('shows the one command that installs all that is missing', () => {
  const {shown} = planInstall(['rabbitmq-server', 'mariadbd'], apt(['rabbitmq-server', 'mariadb-server']))
  expect(shown).toEqual(['apt-get install --yes --no-install-recommends rabbitmq-server mariadb-server'])
})

it('fetches the lists first where they are missing or old, and says so', () => {
  const {shown, updateFirst} = planInstall(['prometheus'], apt(undefined, ['sudo', '-n']))
  expect(updateFirst).toBe(true)
  expect(shown).toEqual(['sudo -n apt-get update', 'sudo -n apt-get install --yes --no-install-recommends prometheus'])
})

it('takes the oldest Java that will do of those that the archive has', () => {
  expect(planInstall(['java'], apt(['openjdk-21-jre-headless', 'openjdk-25-jre-headless'])).packages).toEqual([
    'openjdk-21-jre-headless',
  ])
})

it('names the programs that the archive has no package for, and installs the others', () => {
  const plan = planInstall(['grafana', 'prometheus'], apt(['prometheus']))
  expect([plan.unavailable, plan.packages]).toEqual([['grafana'], ['prometheus']])
  expect(planInstall(['grafana'], apt([])).shown).toEqual([])
})

it('reads what the archive has from the words of apt-cache', () => {
  const policy =
    'prometheus:\n  Installed: (none)\n  Candidate: 2.42.0+ds-5\n  Version table:\n     2.42.0 500\n' +
    'grafana:\n  Installed: (none)\n  Candidate: (none)\n  Version table:\n' +
    'maven:\n  Installed: 3.8.7-1\n  Candidate: 3.8.7-1\n'
  expect([...candidatesIn(policy)]).toEqual(['prometheus', 'maven'])
})
