import {bootId, findMarked, processFacts} from '../platform/processes.js'

/** Tells the lab's own processes from strangers. A child that cleaned its environment is known by its parent. */
export function ownProcesses(labId: string): (pid: number) => boolean {
  const marked = new Set(findMarked('MSA_LAB', labId).map(({pid}) => pid))
  return pid => {
    if (marked.has(pid)) return true
    const parent = processFacts(pid, bootId())?.parent
    return parent !== undefined && marked.has(parent)
  }
}
