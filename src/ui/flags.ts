import {Args, Flags} from '@oclif/core'
import {parseDuration} from '../lab/durations.js'
import {parseLineCount} from '../lab/line-count.js'
import {parseMemory} from '../lab/memory-size.js'
import {parseName} from '../lab/names.js'
import {type PortFlag, parsePort, parsePortFlag} from '../lab/ports-flag.js'

/** Milliseconds: `--timeout 90`, `--since 5m`, `--for 1h30m`. */
export const durationFlag = Flags.custom<number>({parse: async text => parseDuration(text), helpValue: 'DURATION'})

/** MiB: `--memory 512m`. */
export const memoryFlag = Flags.custom<number>({parse: async text => parseMemory(text), helpValue: 'SIZE'})

/** Lines: `-n 20`, `--tail all` (`Infinity`). */
export const tailFlag = Flags.custom<number>({parse: async text => parseLineCount(text), helpValue: 'LINES'})

export const portFlag = Flags.custom<number>({parse: async text => parsePort(text), helpValue: 'PORT'})

/** `--port kafka=19092 --port connect.http=18083`; give `multiple: true`. */
export const componentPortFlag = Flags.custom<PortFlag>({
  parse: async text => parsePortFlag(text),
  helpValue: 'COMPONENT=PORT',
})

/** A component's or service's name; whether it exists is for the lab to say. */
export const nameFlag = Flags.custom<string>({parse: async text => parseName(text), helpValue: 'NAME'})
export const nameArgument = Args.custom<string>({parse: async text => parseName(text)})

/** For commands that go to a database among other places: there `--at` would be the wrong word. */
export const databaseFlags = {
  database: Flags.string({char: 'D', default: 'mydb', summary: 'Which database'}),
  db: Flags.string({helpValue: 'HOST:PORT', summary: "MariaDB to talk to instead of the lab's own", env: 'MSA_DB'}),
  'db-user': Flags.string({
    default: 'root',
    summary: "Its user; the password is the lab's, or stands in MSA_DB_PASSWORD",
  }),
}
