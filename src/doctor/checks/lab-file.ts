import {type Check, fail, pass} from '../check.js'

export const labFileCheck: Check = {
  name: 'lab file',
  examine: ({lab}) => {
    if (lab.problem === undefined) return [pass('lab', lab.file ?? `the built-in lab (${lab.name})`)]
    const {message, details, suggestions} = lab.problem
    return [fail('lab', [message, ...details].join('\n'), ...suggestions)]
  },
}
