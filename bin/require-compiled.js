const {mkdirSync, readFileSync, renameSync, writeFileSync} = require('node:fs')
const Module = require('node:module')
const {dirname, join} = require('node:path')
const {Script} = require('node:vm')
const {crc32} = require('node:zlib')

/** As many as keep the code aligned. */
const sumBytes = 8

/**
 * `require`, but that V8's compiled code is kept beside the file for the next time: compiling is most of what a short command does.
 * Each use has its own, since V8 keeps only the functions that were called. Where the folder cannot be written, all is compiled anew.
 */
exports.requireCompiled = (file, use) => {
  const kept = join(dirname(file), '.compiled', `${use}-${process.version}-${process.arch}`)
  const cachedData = read(kept)
  // The bundler escapes what is not ASCII, which is read in half the time.
  const script = new Script(Module.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData,
  })
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', code => {
      // Mistyped commands would fill the disk.
      if (code !== 127) write(kept, script.createCachedData())
    })
  }
  const module = new Module(file)
  module.filename = file
  // It is required by its name, too: by oclif, which looks for the commands.
  require.cache[file] = module
  const run = script.runInThisContext()
  run.call(module.exports, module.exports, Module.createRequire(file), module, file, dirname(file))
  module.loaded = true
  return module.exports
}

/** V8 itself looks at length and version only, and dies of damaged code. */
function read(path) {
  try {
    const whole = readFileSync(path)
    const data = whole.subarray(sumBytes)
    return crc32(data) === whole.readUInt32LE() ? data : undefined
  } catch {
    return undefined
  }
}

function write(path, data) {
  try {
    mkdirSync(dirname(path), {recursive: true})
    const sum = Buffer.alloc(sumBytes)
    sum.writeUInt32LE(crc32(data))
    writeFileSync(`${path}.${process.pid}`, Buffer.concat([sum, data]))
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    // It is only a matter of speed.
  }
}
