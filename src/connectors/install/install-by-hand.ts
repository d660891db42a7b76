import {copyDependencies} from '../../distributions/maven.js'
import {shellWord} from '../../platform/shell-word.js'
import {archiveUrl} from './fetch-from-hub.js'
import type {PlannedPlugin} from './install-plugin.js'

/** How a plugin is put where the worker looks for it: a folder with its jars. */
export function installByHand({source, folder, before}: PlannedPlugin, env: NodeJS.ProcessEnv): string[] {
  const into = shellWord(folder)
  const make = before === undefined || before === folder ? `mkdir -p ${into}` : copy(before, folder)
  switch (source.kind) {
    case 'zip':
      return [make, `unzip -q ${shellWord(source.path)} -d ${into}`]
    case 'folder':
      return [...(before === undefined ? [] : [make]), copy(source.path, folder)]
    case 'jar':
      return [make, `cp ${shellWord(source.path)} ${shellWord(`${folder}/`)}`]
    case 'hub': {
      const {MSA_CONFLUENT_HUB: hub = 'https://HOST'} = env
      const archive = `${source.owner}-${source.plugin}-${source.version}.zip`
      return [make, `curl -fO ${shellWord(archiveUrl(hub, source))}`, `unzip -q ${shellWord(archive)} -d ${into}`]
    }
    case 'maven': {
      const pom = `# pom.xml: a project with the dependency ${source.group}:${source.artefact}:${source.version}`
      const options = ['--batch-mode', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`, copyDependencies]
      return [make, pom, ['mvn', ...options.map(shellWord)].join(' ')]
    }
    default:
      return source satisfies never
  }
}

/** What is in it, also where the folder is there already. */
function copy(from: string, to: string): string {
  return `mkdir -p ${shellWord(to)} && cp -R ${shellWord(`${from}/.`)} ${shellWord(`${to}/`)}`
}
