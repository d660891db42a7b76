import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import {pathExists} from '../../platform/files.js'

/** How a kernel names the machines whose programs it can run by an emulator. */
const emulators: Readonly<Record<string, string>> = {
  amd64: 'qemu-x86_64',
  arm64: 'qemu-aarch64',
  arm: 'qemu-arm',
  '386': 'qemu-i386',
  ppc64le: 'qemu-ppc64le',
  s390x: 'qemu-s390x',
  riscv64: 'qemu-riscv64',
}

/** An image for other processors would end at once with "exec format error"; engines in a virtual machine bring an emulator. */
export async function assertArchitecture(docker: Docker, reference: string): Promise<void> {
  const [{Architecture: image}, {Arch: engine}] = await Promise.all([
    docker.getImage(reference).inspect(),
    docker.version(),
  ])
  const problem = architectureProblem({image, engine, emulates: isEmulated(image)})
  if (problem === undefined) return
  throw new MsaError('E_PREREQUISITE_MISSING', `the image ${reference} ${problem}`, {
    tryThis: [
      'Use one that is made for this machine: image: of the component in the lab file',
      'Or run it as a process of this machine: runtime: local in the lab file',
    ],
  })
}

export function architectureProblem(facts: {
  readonly image: string
  readonly engine: string
  readonly emulates: boolean
}): string | undefined {
  const {image, engine, emulates} = facts
  // Images that were put together by hand may not say it.
  if (image === '' || image === engine || emulates) return undefined
  return `is for ${image}, and the engine runs programs for ${engine}`
}

function isEmulated(image: string): boolean {
  return process.platform !== 'linux' || pathExists(`/proc/sys/fs/binfmt_misc/${emulators[image] ?? 'none'}`)
}
