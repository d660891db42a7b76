const {mkdirSync, readFileSync, renameSync, writeFileSync} = require('node:fs')
const Module = require('node:module')
const {dirname, join} = require('node:path')
const {Script, constants} = require('node:vm')

/**
 * `require`, but that V8's compiled code is kept beside the file for the next time: compiling is most of what a short command does.
 * Each use has its own, since V8 keeps only the functions that were called. Where the folder cannot be written, all is compiled anew.
 */
exports.requireCompiled = (file, use) => {
  const kept = join(dirname(file), '.compiled', `${use}-${process.version}-${process.arch}`)
  const compile = Module.prototype._compile
  Module.prototype._compile = function (source, filename) {
    if (filename !== file) return compile.call(this, source, filename)
    Module.prototype._compile = compile
    const cachedData = read(kept)
    const script = new Script(Module.wrap(source), {
      ...{filename, cachedData},
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    if (cachedData === undefined || script.cachedDataRejected)
      process.once('exit', code => code === 127 || write(kept, script.createCachedData()))
    const run = script.runInThisContext()
    run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, dirname(filename))
  }
  return require(file)
}

function read(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function write(path, data) {
  try {
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(`${path}.${process.pid}`, data)
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    // It is only a matter of speed.
  }
}
