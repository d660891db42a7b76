import {describe, expect, it} from 'vitest'
import {openConnection} from './connection.fixture.js'
import {ephemeralPorts, ianaEphemeralPorts, isEphemeral, reservedIn} from './ephemeral-ports.js'

describe('an ephemeral port', () => {
  const linux = {from: 32_768, to: 60_999, reserved: reservedIn('35672,40000-40010\n')}

  it.each([
    [25_672, false],
    [32_767, false],
    [32_768, true],
    [35_672, false],
    [40_005, false],
    [40_011, true],
    [60_999, true],
    [61_000, false],
  ])('%i: %s where 32768 to 60999 are, but for 35672 and 40000 to 40010', (port, is) => {
    expect(isEphemeral(port, linux)).toBe(is)
  })

  it('is one that the system gives to a connection', async () => {
    const {client, listener} = await openConnection()
    expect(isEphemeral(client.localPort ?? 0, ephemeralPorts())).toBe(true)
    client.destroy()
    await new Promise(resolve => listener.close(resolve))
  })

  it('is one of 49152 to 65535 where the system does not say', () => {
    expect(isEphemeral(49_152, ianaEphemeralPorts)).toBe(true)
    expect(reservedIn('\n')).toEqual([])
  })
})
