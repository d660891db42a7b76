import {catalogue} from '../../src/stacks/index.js'
import {servicesImage} from '../../src/stacks/spring-service.js'

/** Those that are fetched; the image of msa's own services is built. */
export function imageTable(): string {
  const rows = catalogue
    .filter(({image}) => image.reference !== servicesImage.reference)
    .map(
      ({name, image}) => `| ${name} | \`${image.reference}\` | ${image.digest === undefined ? 'tag only' : 'digest'} |`,
    )
  return ['| component | image | fetched by |', '| --- | --- | --- |', ...rows].join('\n')
}
