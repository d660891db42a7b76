import {expect, it} from 'vitest'
import {catalogue} from './lab-file/catalogue.fixture.js'
import type {JsonSchema} from './lab-file/shape.js'
import {labSchema} from './lab-file.js'

const schema = labSchema(catalogue)

/** Every object within the schema that lists properties. */
function objects(node: unknown): JsonSchema[] {
  if (node === null || typeof node !== 'object') return []
  const inner = Object.values(node).flatMap(objects)
  return 'properties' in node ? [node as JsonSchema, ...inner] : inner
}

it('every key that the parser knows is in the schema with a description, and no other is allowed', () => {
  const all = objects(schema)
  expect(all.length).toBeGreaterThan(catalogue.length)
  for (const {properties, additionalProperties} of all) {
    expect(additionalProperties).toBe(false)
    for (const [key, property] of Object.entries(properties as Record<string, {description?: string}>))
      expect(property.description, key).toMatch(/\S/)
  }
})

it('knows the components and their ports from the catalogue', () => {
  const text = JSON.stringify(schema)
  for (const {name, ports} of catalogue)
    for (const key of [name, ...Object.keys(ports)]) expect(text).toContain(`"${key}"`)
})

it('is plain JSON, and says what is required', () => {
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  expect(schema.required).toEqual(['version'])
})
