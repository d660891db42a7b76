import {runningTasks} from '../lab/client/running-tasks.js'
import {type TakeDown, takeDown} from '../lab/client/take-down.js'
import {shellWord} from '../platform/shell-word.js'
import {stopLines} from './views/tasks-by-hand.js'

/** What stops the lab, or these components of it, and deletes their data. */
export async function downByHand(
  wish: Pick<TakeDown, 'place' | 'env' | 'asked'>,
  volumes: boolean,
  write: (line: string) => void,
): Promise<void> {
  const {stopped, deleted} = await takeDown({
    ...wish,
    ...{force: false, volumes, dryRun: true, signal: new AbortController().signal},
    approve: async () => undefined,
    onState: () => undefined,
  })
  const running = await runningTasks(wish.place.identity, wish.env, stopped)
  for (const line of [...stopLines(running), ...deleted.map(deletion)]) write(line)
}

function deletion(what: string): string {
  const [, volume] = /^volume (.*)$/.exec(what) ?? []
  return volume === undefined ? `rm -r ${shellWord(what)}` : `docker volume rm ${shellWord(volume)}`
}
