/**
 * A value as Spring's loaders hold it: whole numbers are bigint (any size, as written), all other numbers are Java doubles.
 * The difference is visible: 1.0e+3 leaves the config server as 1000.0, and 8082 as 8082.
 */
export type SpringValue = string | boolean | bigint | number

/** SnakeYAML's rules for a plain scalar: YAML 1.1 without dates. `off` is false, 010 is eight, 190:20:30 is a number. */
export function plainScalar(source: string): SpringValue {
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return ''
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(source)) return true
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(source)) return false
  return wholeNumber(source) ?? fraction(source) ?? source
}

/** `!!int`, `!!str` … in front of a scalar; undefined when the tag is unknown or the text does not fit it. */
export function taggedScalar(tag: string, source: string): SpringValue | undefined {
  const value = plainScalar(source)
  if (tag === 'str') return source
  if (tag === 'null') return ''
  if (tag === 'int') return typeof value === 'bigint' ? value : undefined
  if (tag === 'float') return typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? value : undefined
  if (tag === 'bool') return typeof value === 'boolean' ? value : undefined
  return undefined
}

/** What `toString` gives in Java. */
export function textOf(value: SpringValue): string {
  return typeof value === 'number' ? javaDouble(value) : String(value)
}

/** As a JSON literal. */
export function jsonOf(value: SpringValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(javaDouble(value))
  return textOf(value)
}

function wholeNumber(source: string): bigint | undefined {
  const match =
    /^([-+]?)(0b_*[01][01_]*|0_*[0-7][0-7_]*|0|[1-9][0-9_]*|0x_*[0-9a-fA-F][0-9a-fA-F_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/.exec(
      source,
    )
  if (match === null) return undefined
  const [, sign, digits = ''] = match
  const plain = digits.replaceAll('_', '')
  const size = plain.includes(':')
    ? plain.split(':').reduce((total, part) => total * 60n + BigInt(part), 0n)
    : BigInt(/^0[0-7]/.test(plain) ? `0o${plain.slice(1)}` : plain)
  return sign === '-' ? -size : size
}

const decimal =
  /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)$/

function fraction(source: string): number | undefined {
  if (decimal.test(source)) return Number(source.replaceAll('_', ''))
  if (/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/.test(source)) {
    const size = source
      .replaceAll('_', '')
      .replace(/^[-+]/, '')
      .split(':')
      .reduce((total, part) => total * 60 + Number(part), 0)
    return source.startsWith('-') ? -size : size
  }
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(source)) return source.startsWith('-') ? -Infinity : Infinity
  return /^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : undefined
}

/** `Double.toString`: always a fraction; an exponent outside of 10^-3 … 10^7. */
function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
