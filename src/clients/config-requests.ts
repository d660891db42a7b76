/** What a config server is asked: what is sent, and what is shown of it. */
export interface ConfigRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** With the place of each value in its file. */
const originMediaType = 'application/vnd.spring-cloud.config-server.v2+json'
/** Exactly this type: with a charset behind it, Spring takes the text for a form and alters `=`, `+` and `%`. */
const plainText = {'content-type': 'text/plain'}

export const configRequest = {
  environment: (app: string, profiles: string, label?: string): ConfigRequest => {
    const parts = [app, profiles, ...(label === undefined ? [] : [label.replaceAll('/', '(_)')])]
    return {method: 'GET', path: `/${parts.map(encodeURIComponent).join('/')}`, headers: {accept: originMediaType}}
  },
  busRefresh: (destination?: string): ConfigRequest => ({
    method: 'POST',
    path: `/actuator/busrefresh${destination === undefined ? '' : `/${encodeURIComponent(destination)}`}`,
    headers: {},
  }),
  encrypt: (): ConfigRequest => ({method: 'POST', path: '/encrypt', headers: plainText}),
  decrypt: (): ConfigRequest => ({method: 'POST', path: '/decrypt', headers: plainText}),
} as const
