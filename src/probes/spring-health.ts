import {shortened} from '../platform/shortened.js'

/** More than a name or a short reason has no place in one line. */
const maxReasonLength = 120

interface Contributor {
  readonly status?: unknown
  readonly details?: {readonly error?: unknown; readonly reason?: unknown}
}

/**
 * What a Spring Boot health answer says is not up: `rabbit is DOWN (connect ECONNREFUSED 127.0.0.1:5672), db is DOWN`. Empty where the text is none,
 * or says nothing of its parts (`management.endpoint.health.show-components`).
 */
export function healthText(body: string): string {
  const parts = Object.entries(contributorsIn(body)).flatMap(([name, contributor]) => {
    if (typeof contributor?.status !== 'string' || ['UP', 'UNKNOWN'].includes(contributor.status)) return []
    return [`${name} is ${contributor.status}${reasonIn(contributor)}`]
  })
  return parts.join(', ')
}

function contributorsIn(body: string): Readonly<Record<string, Contributor | null | undefined>> {
  try {
    const health = JSON.parse(body) as {components?: unknown} | null
    const components = health?.components
    return typeof components === 'object' && components !== null
      ? (components as Readonly<Record<string, Contributor>>)
      : {}
  } catch {
    return {}
  }
}

function reasonIn({details}: Contributor): string {
  const reason = details?.error ?? details?.reason
  if (typeof reason !== 'string' || reason === '') return ''
  return ` (${shortened(reason.split('\n', 1)[0] ?? '', maxReasonLength)})`
}
