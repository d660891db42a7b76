// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is Compose's own syntax
import {describe, expect, it} from 'vitest'
import {fillVariables} from './fill-variables.js'

const env = {A: 'a', EMPTY: '', TRICK: '${A}'}

describe('variables of a Compose file', () => {
  it.each([
    ['$A-${A}', 'a-a'],
    ['${EMPTY:-b}|${EMPTY-b}', 'b|'],
    ['${NONE:-b}|${NONE-b}', 'b|b'],
    ['${A:+c}|${EMPTY:+c}|${EMPTY+c}|${NONE+c}', 'c||c|'],
    ['${NONE:-x${NONE:-y$A}z}', 'xyaz'],
    ['${A:?why}', 'a'],
    ['$$A $5 $', '$A $5 $'],
    ['${TRICK}', '${A}'],
  ])('%s is %s', (written, text) => {
    expect(fillVariables(written, env)).toMatchObject({text, problems: []})
  })

  it('are empty when they are set nowhere, which is told', () => {
    expect(fillVariables('[$NONE]', env)).toMatchObject({text: '[]', unset: ['NONE']})
  })

  it.each(['${NONE:?set it}', '${', '${A', '${1}', '${A!b}'])('%s is a mistake', written => {
    expect(fillVariables(written, env).problems).toHaveLength(1)
  })

  it('are not followed for ever', () => {
    const deep = `${'${N:-'.repeat(5000)}x${'}'.repeat(5000)}`
    expect(fillVariables(deep, env).problems).toHaveLength(1)
  })
})
