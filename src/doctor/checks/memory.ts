import {type Check, pass, warn} from '../check.js'

export const memoryCheck: Check = {
  name: 'memory',
  examine: ({lab, availableMiB}) => {
    const starting = lab.components.filter(({runs}) => !runs)
    const neededMiB = starting.reduce((sum, {memoryMiB}) => sum + memoryMiB, 0)
    if (availableMiB === undefined)
      return [pass('memory', `the lab needs ${neededMiB} MiB; how much is free is not known here`)]
    const says = `${availableMiB} MiB free; what of the lab is not running yet needs ${neededMiB} MiB`
    if (availableMiB >= neededMiB) return [pass('memory', says)]
    return [warn('memory', says, 'Leave components out: msa up --without NAME', 'Close other programs')]
  },
}
