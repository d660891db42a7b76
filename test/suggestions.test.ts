import {expect, it} from 'vitest'
import {typedCommands} from './manual/commands.js'
import {mistakesOf} from './manual/mistakes.js'
import {suggestedCalls} from './manual/suggestions.js'

it('what errors and notes tell to type are commands and flags that exist', async () => {
  const commands = await typedCommands()
  expect(suggestedCalls().flatMap(call => mistakesOf(call, commands))).toEqual([])
}, 60_000)
