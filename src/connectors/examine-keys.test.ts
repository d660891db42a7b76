import {describe, expect, it} from 'vitest'
import {keyCandidates, newColumn} from './examine-keys.js'

const column = (name: string, type = 'int', isCounted = false) => ({name, type, isCounted})

describe('what could be the primary key of a table', () => {
  it('is what counts, or is called so', () => {
    const columns = [column('name', 'varchar'), column('nr', 'bigint', true), column('ID'), column('users_id')]
    expect(keyCandidates('mydb.users', columns)).toEqual(['nr', 'ID', 'users_id'])
  })

  it('is no text of any length', () => {
    expect(keyCandidates('mydb.users', [column('id', 'longtext')])).toEqual([])
  })

  it('else is a column whose name is not taken', () => {
    expect(newColumn([column('name')])).toBe('id')
    expect(newColumn([column('Id')])).toBe('row_id')
    expect(newColumn([column('id'), column('row_id')])).toBe('msa_row_id')
  })
})
