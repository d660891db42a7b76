import type {PullProgress} from '../runtimes/docker/pull.js'
import type {LabReporter} from './progress/reporter.js'
import {bytesText} from './units.js'
import {layerLines} from './views/layers.js'

/** `image mariadb:10.11: 5 of 8 layers, 41 MiB of 120 MiB`, and below it a bar a layer. */
export function showPull({reference, layers, done}: PullProgress, reporter: Pick<LabReporter, 'work'>): void {
  const finished = layers.filter(({status}) => status === 'done').length
  const sum = (bytes: readonly number[]) => bytes.reduce((total, one) => total + one, 0)
  const size = `${bytesText(sum(layers.map(({current}) => current)))} of ${bytesText(sum(layers.map(({total}) => total)))}`
  reporter.work(`image ${reference}`, `${finished} of ${layers.length} layers, ${size}`, done, room =>
    layerLines(layers, room),
  )
}
