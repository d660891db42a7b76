import {downloadBytes} from '../../distributions/maven-sets.js'
import {type Check, pass, warn} from '../check.js'

export const distributionsCheck: Check = {
  name: 'distributions',
  examine: ({survey}) => [
    ...[...survey.found.distributions].map(([name, {dir, jars}]) => pass(name, `${jars.length} jars (${dir})`)),
    ...survey.missingDistributions.map(name =>
      warn(
        name,
        `not in the cache: the next msa up fetches about ${Math.round(downloadBytes[name] / 1e6)} MB`,
        'Fetch it now: msa fetch',
      ),
    ),
  ],
}
