import type {ServiceEnv} from '../../lab/client/service-env.js'

/** Lines that a POSIX shell evaluates. */
export function envView({variables}: ServiceEnv): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('')
}
