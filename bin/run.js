#!/usr/bin/env node
const {readFileSync} = require('node:fs')
const {enableCompileCache} = require('node:module')
const {join} = require('node:path')

const root = join(__dirname, '..')
const [first, ...rest] = process.argv.slice(2)

// Asked often and by scripts: no framework is needed to answer it.
if ((first === '--version' || first === '-V') && rest.length === 0) {
  const {name, version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  // For the packages that stay in node_modules, on the lines of Node that can.
  enableCompileCache?.()
  const {requireCompiled} = require('./require-compiled.js')
  requireCompiled(join(root, 'dist', 'main.cjs'), /^[a-z]+$/.test(first ?? '') ? first : 'other').main(root)
}
