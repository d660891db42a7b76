import {aptOptions} from './install-plan.js'

/** Waits for another package manager, keeps changed configuration files, and does not wait for a silent mirror for ever. */
const settings = [
  '-oDPkg::Lock::Timeout=120',
  '-oDpkg::Options::=--force-confold',
  '-oDpkg::Use-Pty=0',
  '-oAcquire::http::Timeout=30',
  '-oAcquire::https::Timeout=30',
  '-oAcquire::Retries=2',
]

export const aptUpdate = ['apt-get', 'update', ...settings]

/**
 * The installation as one script, which is run as root in a session of its own: whatever happens to msa meanwhile, it goes to its end, since
 * a package manager that is stopped half-way leaves half a package, and puts back what it changed.
 *
 * `policy-rc.d` is asked by Debian's packages before they start a service; 101 forbids it. An existing one is kept aside. After a power cut
 * the next run finds it aside, and puts it back. `flock`: two installations at once would take each other's file for the existing one.
 * After that the new services are disabled, or they would take the lab's ports at the next boot.
 */
export function aptScript(packages: readonly string[], units: readonly string[], root = ''): string {
  return `
set -u
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
policy=${root}/usr/sbin/policy-rc.d
kept=${root}/usr/sbin/policy-rc.d.before-msa
exec 9>${root}/var/lock/msa-install.lock && flock 9
put_back() {
  if [ -e "$kept" ]; then mv -f "$kept" "$policy"
  elif grep -q 'by msa' "$policy" 2>/dev/null; then rm -f "$policy"; fi
}
put_back
trap put_back EXIT
trap '' INT TERM HUP
fresh=
for unit in ${units.join(' ')}; do
  [ -e "${root}/lib/systemd/system/$unit" ] || [ -e "${root}/usr/lib/systemd/system/$unit" ] || fresh="$fresh $unit"
done
[ ! -e "$policy" ] || mv -f "$policy" "$kept"
printf '#!/bin/sh\\n# by msa, for the time of one installation\\nexit 101\\n' > "$policy.new"
chmod 755 "$policy.new" && mv -f "$policy.new" "$policy"
apt-get install ${aptOptions.join(' ')} ${settings.join(' ')} ${packages.join(' ')} < /dev/null
end=$?
# The helper works only for a package's own scripts; unlike systemctl it needs no systemd that runs.
export DPKG_MAINTSCRIPT_PACKAGE=msa
for unit in $fresh; do
  deb-systemd-helper disable "$unit"
  [ ! -e "${root}/etc/init.d/\${unit%.*}" ] || update-rc.d "\${unit%.*}" disable
done > /dev/null 2>&1
exit $end
`
}
