import {MsaError} from '../errors.js'

/** Whose configuration is meant: `user-service`, `user-service/dev`, `user-service/dev/main`. */
export interface ConfigTarget {
  readonly app: string
  readonly profile: string | undefined
  readonly label: string | undefined
}

const part = /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/

export function parseConfigTarget(text: string): ConfigTarget {
  const [app = '', profile, ...rest] = text.split('/')
  const label = rest.length === 0 ? undefined : rest.join('/')
  const parts = [app, ...(profile === undefined ? [] : [profile]), ...rest]
  if (parts.every(one => part.test(one) && !one.includes('..'))) return {app, profile, label}
  throw new MsaError('E_USAGE', `${JSON.stringify(text)} names no configuration`, {
    tryThis: ['Write it as user-service, user-service/dev, or application for every service'],
  })
}
