import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {isAbsolute, join} from 'node:path'
import {aptScript, aptUpdate} from '../../src/distributions/apt-script.js'

/** Tools that scenarios use beside msa's own servers, with the Debian package that brings each. */
const tools: Readonly<Record<string, string>> = {
  kcat: 'kcat',
  strace: 'strace',
  socat: 'socat',
  script: 'bsdutils',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  gcc: 'gcc',
  curl: 'curl',
  mvn: 'maven',
  javac: 'default-jdk-headless',
  git: 'git',
  dockerd: 'docker.io',
  iptables: 'iptables',
  ip: 'iproute2',
  mmdebstrap: 'mmdebstrap',
  'docker-registry': 'docker-registry',
  podman: 'podman',
  // By these the containers of Podman's networks find each other by name.
  '/usr/lib/podman/netavark': 'netavark',
  '/usr/lib/podman/aardvark-dns': 'aardvark-dns',
  busybox: 'busybox-static',
  'docker-compose': 'docker-compose',
}

/** Tests start their own, on their own data. */
const services = ['docker.service', 'docker.socket', 'containerd.service', 'docker-registry.service', 'podman.socket']

/**
 * Brings what the scenarios need onto a bare machine: the servers by msa's own installer, as its users do it, and the tools by apt. What is
 * there already costs a look.
 */
export function providePrerequisites(root: string): void {
  const missing = Object.entries(tools).filter(([tool]) => !isOnPath(tool))
  if (missing.length > 0) installTools([...new Set(missing.map(([, name]) => name))])
  // Of a lab that nobody has used: what somebody's own lab on this machine does, and the ports it has, is none of the tests' business.
  const state = mkdtempSync(join(tmpdir(), 'msa-prerequisites-'))
  try {
    const doctor = spawnSync(process.execPath, [join(root, 'bin', 'run.js'), 'doctor', '--fix', '--yes', '--json'], {
      cwd: '/',
      // With an engine at hand a server that is missing would run in a container, and nothing would be installed.
      env: {...process.env, XDG_STATE_HOME: state, DOCKER_HOST: 'unix:///nowhere/docker.sock'},
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    })
    const {findings} = JSON.parse(doctor.stdout) as DoctorReport
    const missing = findings.filter(({level, check}) => level === 'fail' && check !== 'ports')
    if (missing.length > 0) throw new Error(`not as the tests need it:\n${JSON.stringify(missing, undefined, 2)}`)
  } finally {
    rmSync(state, {recursive: true, force: true})
  }
}

interface DoctorReport {
  readonly findings: readonly {readonly check: string; readonly level: string}[]
}

function isOnPath(tool: string): boolean {
  if (isAbsolute(tool)) return existsSync(tool)
  return (process.env.PATH ?? '').split(':').some(folder => existsSync(join(folder, tool)))
}

function installTools(packages: readonly string[]): void {
  if (process.getuid?.() !== 0)
    throw new Error(`the scenario tests need more programs: apt-get install ${packages.join(' ')}`)
  const [update, ...words] = aptUpdate
  execFileSync(update ?? 'apt-get', words, {stdio: ['ignore', 2, 2]})
  execFileSync('sh', ['-c', aptScript(packages, services)], {stdio: ['ignore', 2, 2]})
}
