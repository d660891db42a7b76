import {describe, expect, it} from 'vitest'
import {mariadb} from './mariadb.js'
import {context} from './workload-context.fixture.js'

/** All that is ever called to run the server, its making of data included. */
function commands(isRoot: boolean): readonly (readonly string[])[] {
  const {args, prepare = []} = mariadb.workload(context([], {isRoot}))
  return [args, ...prepare.map(({command}) => command).filter(([program]) => program === 'mariadb-install-db')]
}

describe('MariaDB', () => {
  it('B20: is told to run as root where root runs the lab, which it refuses otherwise', () => {
    for (const command of commands(true)) expect(command).toContain('--user=root')
  })

  it('is given no user of its own where anybody else does', () => {
    for (const command of commands(false)) expect(command.filter(word => word.startsWith('--user'))).toEqual([])
  })

  it('has its password in files for its owner only', () => {
    const {args, env, files = []} = mariadb.workload(context([]))
    expect(JSON.stringify({args, env})).not.toContain('canary')
    const secret = files.filter(({content}) => content.includes('canary'))
    expect(secret.map(({isSecret}) => isSecret)).toEqual([true, true])
  })
})
