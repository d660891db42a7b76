#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import module from 'node:module'

const about = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const [first, ...rest] = process.argv.slice(2)

// Asked often and by scripts: no framework is needed to answer it.
if ((first === '--version' || first === '-V') && rest.length === 0) {
  const {name, version} = about()
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  module.enableCompileCache?.()
  const {main} = await import('../dist/main.js')
  await main(import.meta.url)
}
