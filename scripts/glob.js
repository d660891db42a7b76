import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'

export {existsSync}

/** TypeScript files below `folder`, tests left out; paths relative to `root`. */
export function globSync(root, folder, accept = () => true) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), {recursive: true})
    .map(name => join(folder, name))
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts') && accept(name))
}
