import {catalogue} from '../stacks/index.js'
import {labSchema} from './lab-file.js'

/** The JSON schema of `msa.yml` for editors, of the same shapes that the parser reads by. */
export function schemaDocument(): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Lab file of msa',
    description: 'What a lab of msa is made of',
    ...labSchema(catalogue),
  }
}
