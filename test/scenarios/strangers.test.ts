import {describe, expect, it} from 'vitest'
import {openLab, server} from './lab.js'
import {requireMeans, requireRoot} from './means.js'

/**
 * In a pid namespace of its own the next pid can be chosen: the lab's supervisor and its component are killed, a bystander gets the
 * component's very pid, and then the lab is told to go down and up.
 */
const recycle = `
set -e
"$@" up >&2
pid=$("$@" status --json | sed -n 's/.*"pid": \\([0-9]*\\).*/\\1/p' | head -n 1)
supervisor=$("$@" status --json | sed -n 's/.*"supervisorPid": \\([0-9]*\\).*/\\1/p')
kill -9 "$supervisor" "$pid"
while kill -0 "$pid" 2>/dev/null || kill -0 "$supervisor" 2>/dev/null; do sleep 0.05; done
tries=0
bystander=0
while [ "$bystander" != "$pid" ] && [ "$tries" -lt 50 ]; do
  [ "$bystander" = 0 ] || kill "$bystander"
  echo $((pid - 1)) > /proc/sys/kernel/ns_last_pid
  sleep 1000 &
  bystander=$!
  tries=$((tries + 1))
done
echo "recycled $pid as $bystander"
"$@" $COMMAND >&2
kill -0 "$bystander" && echo "the bystander lives"
kill "$bystander"
"$@" down >&2
`

describe('P6: a pid that was given to a stranger', () => {
  it.each(['down', 'up', 'down --force'])(
    'F12: msa %s does not touch it, and the lab is as it should be',
    async command => {
      requireRoot()
      requireMeans('unshare')
      const lab = await openLab({web: await server()})
      const wrapper = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child', 'sh', '-c', recycle, 'sh']
      const {exitCode, stdout, stderr} = await lab.runWith({wrapper, env: {...lab.env, COMMAND: command}})
      const [, wanted, got] = /recycled (\d+) as (\d+)/.exec(stdout) ?? []
      expect(got, `the pid was recycled: ${stderr}`).toBe(wanted)
      expect(stdout).toContain('the bystander lives')
      expect(exitCode).toBe(0)
    },
  )
})
