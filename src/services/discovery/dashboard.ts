import type {Instance} from '../kit/eureka/instance.js'
import {html} from '../kit/http/html.js'
import type {Exchange, Router} from '../kit/http/router.js'
import type {Registry} from './registry.js'

/** No script at all: the page is made here, every value is a text node, and it asks again by itself. */
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

export function mountDashboard(router: Router, registry: Registry): void {
  router.get('/', async exchange => page(exchange, registry))
  router.get(
    '/dashboard.css',
    () => new Response(stylesheet, {headers: {...headers, 'content-type': 'text/css; charset=utf-8'}}),
  )
}

async function page(exchange: Exchange, registry: Registry): Promise<Response> {
  const instances = [...registry.all()].sort((one, other) => order(one).localeCompare(order(other)))
  const body = await html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="3"><title>Discovery</title><link rel="stylesheet" href="/dashboard.css"></head>
<body>
<h1>Discovery</h1>
<p>${instances.length} ${instances.length === 1 ? 'instance' : 'instances'}, ${registry.renewalsLastMinute} heartbeats in the last minute
(threshold of self-preservation: ${Math.floor(registry.renewalThreshold)})</p>
<table>
<thead><tr><th>Application</th><th>Instance</th><th>Status</th><th>Address</th><th>Heard of</th></tr></thead>
<tbody>${instances.map(row)}</tbody>
</table>
</body>
</html>`
  return exchange.html(body.toString(), 200, headers)
}

function row(instance: Instance) {
  const {app, instanceId, status, hostName, port, leaseInfo} = instance
  const seconds = Math.max(0, Math.round((Date.now() - leaseInfo.lastRenewalTimestamp) / 1000))
  return html`<tr><td>${app}</td><td>${instanceId}</td><td class="${status === 'UP' ? 'up' : 'other'}">${status}</td><td>${hostName}:${port.$}</td><td>${seconds} s ago</td></tr>
`
}

function order({app, instanceId}: Instance): string {
  return `${app} ${instanceId}`
}

const stylesheet = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.4rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #d8dee6}
.up{color:#0a6b3b}.other{color:#a33}
@media(prefers-color-scheme:dark){body{color:#dde3ea;background:#14181d}th,td{border-color:#2b333d}.up{color:#5fd39a}.other{color:#ff8a80}}
`
