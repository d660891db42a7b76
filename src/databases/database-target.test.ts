import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {databaseTarget} from './database-target.js'

const labDir = mkdtempSync(join(tmpdir(), 'msa-target-'))
const lab = (env: NodeJS.ProcessEnv = {}) => ({labDir, env, address: async () => ({host: '127.0.0.1', port: 23306})})
const wanted = {database: 'shop', at: undefined, user: 'root'}

describe('which database a command means', () => {
  it("is the lab's own, with the lab's password", async () => {
    expect(await databaseTarget(wanted, lab())).toEqual({
      ...{host: '127.0.0.1', port: 23306},
      ...{user: 'root', password: '1234', database: 'shop'},
    })
  })

  it('is another one by its address, with the password of MSA_DB_PASSWORD; the lab is not asked then', async () => {
    const away = {...lab({MSA_DB_PASSWORD: 'other'}), address: () => Promise.reject(new Error('no lab'))}
    expect(await databaseTarget({...wanted, at: 'db.example:3307', user: 'ann'}, away)).toEqual({
      ...{host: 'db.example', port: 3307},
      ...{user: 'ann', password: 'other', database: 'shop'},
    })
  })
})
