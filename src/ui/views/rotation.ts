import type {Rotation} from '../../secrets/rotate.js'
import {escapeLine} from '../escape.js'

export function rotationView({files, written}: Rotation): string {
  if (files.length === 0) return 'no {cipher} in any file\n'
  const lines = files.map(({file, values, state}) => {
    const done =
      state === 'was rotated' ? 'under the new key already' : written ? 're-encrypted' : 'would be re-encrypted'
    return `${escapeLine(file)}: ${values} ${values === 1 ? 'value' : 'values'} ${done}\n`
  })
  const isNew = written && files.some(({state}) => state === 'rotated')
  return (
    lines.join('') + (isNew ? 'Now give the new key to the config server and restart it: msa restart config\n' : '')
  )
}
