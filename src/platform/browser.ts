import {spawn} from 'node:child_process'

/** Opens a page in the person's browser; false where there is none to be seen. Does not wait for it. */
export function openInBrowser(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY && !env.BROWSER)
    return Promise.resolve(false)
  const command = env.BROWSER || (process.platform === 'darwin' ? 'open' : 'xdg-open')
  return new Promise(resolve => {
    const child = spawn(command, [url], {detached: true, stdio: 'ignore'})
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
