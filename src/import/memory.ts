import {memoryMiB} from '../lab/memory-size.js'

const units: Readonly<Record<string, number>> = {b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3}

/** `512m`, `1gb`, `536870912`: as the lab file writes it, in MiB. Undefined where it is none, or too small. */
export function memoryOf(written: string): string | undefined {
  const [, amount = '', unit = 'b'] = /^([0-9]+(?:\.[0-9]+)?)\s*(b|kb?|mb?|gb?)?$/i.exec(written.trim()) ?? []
  const mib = Math.round((Number(amount) * (units[unit.charAt(0).toLowerCase()] ?? 1)) / 1024 ** 2)
  const text = `${mib}m`
  return amount === '' || memoryMiB(text) === undefined ? undefined : text
}
