import {withDatabase} from '../clients/mariadb.js'
import {sqlName} from '../databases/place.js'
import {MsaError} from '../errors.js'
import {findRecord} from './find-marked.js'
import type {Leg} from './flow-leg.js'
import type {FlowPlaces} from './flow-places.js'
import {type FoundConnector, findSource, requireAlive, topicOfSource, whyNot} from './follow-connector.js'
import {type ColumnNeeds, type MarkedValues, markedValues} from './marked-values.js'
import {sinkTableLeg} from './table-leg.js'

export interface RowRequest {
  /** `mydb.users` */
  readonly row: string
  readonly topic: string | undefined
  readonly table: string | undefined
}

type RowPlaces = Pick<FlowPlaces, 'askCluster' | 'askDatabase' | 'askConnect'>

/** Row → topic → table: from one table by a source connector into a topic, and from there by a sink into another. */
export function rowLegs(mark: string, request: RowRequest, places: RowPlaces): Leg[] {
  const {row: qualified} = request
  const [database = ''] = qualified.split('.')
  // Known when the first leg is through: which column bears the mark, and where the source writes.
  let column = ''
  let topic = ''
  return [
    rowLeg(mark, qualified, places, marked => {
      column = marked
    }),
    sourceLeg(mark, request, places, found => {
      topic = found
    }),
    later('table', () =>
      sinkTableLeg(
        {mark, column, table: request.table},
        topic,
        places,
        `msa connector add ${topic}-sink --sink ${database} --topics ${topic}`,
      ),
    ),
  ]
}

function rowLeg(mark: string, qualified: string, {askDatabase}: RowPlaces, tell: (column: string) => void): Leg {
  return {
    name: 'row',
    async look() {
      const target = await askDatabase()
      return withDatabase(target, async opened => {
        const columns = await opened.rows(COLUMNS, qualified.split('.'))
        if (columns.length === 0) throw noTable(qualified)
        const values = markedValues(qualified, columns.map(needsOf), mark)
        await opened.run(...insertOf(qualified, values))
        tell(values.column)
        return `${qualified}: ${values.column}=${mark}`
      })
    },
    broken: async () => ({reason: 'the row was not taken', tryThis: ['msa status mariadb']}),
  }
}

const COLUMNS = `SELECT column_name AS name, data_type AS type, character_maximum_length AS length,
  is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE '%auto_increment%' AND generation_expression IS NULL AS required
  FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`

function needsOf({name, type, length, required}: Record<string, string | null>): ColumnNeeds {
  const characters = length === null || length === undefined ? undefined : Number(length)
  return {name: name ?? '', type: type ?? '', length: characters, required: required === '1'}
}

function insertOf(qualified: string, {row}: MarkedValues): [sql: string, values: string[]] {
  const place = qualified.split('.').map(sqlName).join('.')
  const names = Object.keys(row).map(sqlName).join(', ')
  const marks = Object.keys(row).map(() => '?')
  return [`INSERT INTO ${place} (${names}) VALUES (${marks.join(', ')})`, Object.values(row)]
}

function noTable(qualified: string): MsaError {
  return new MsaError('E_FAILED', `there is no table ${qualified}`, {tryThis: ['See which there are: msa db tables']})
}

function sourceLeg(mark: string, request: RowRequest, places: RowPlaces, tell: (topic: string) => void): Leg {
  const {row} = request
  let source: FoundConnector | undefined
  let topic = ''
  const find = async () => {
    const found = await findSource(await places.askConnect(), row)
    if (found !== undefined) return found
    throw new MsaError('E_FAILED', `no source connector reads ${row}`, {
      tryThis: [`msa connector add ${row.split('.')[1]}-source --source ${row}`],
    })
  }
  return {
    name: 'topic',
    async look() {
      if (source === undefined) {
        source = await find()
        requireAlive(source)
        topic = request.topic ?? topicOfSource(source.config, row)
        tell(topic)
      }
      const seen = await findRecord(places.askCluster, topic, mark)
      return seen && `${seen}, by ${source.name}`
    },
    broken: async () => whyNot(await find()),
  }
}

/** A leg that can only be made when those before it are through. */
function later(name: string, make: () => Leg): Leg {
  let made: Leg | undefined
  const leg = () => {
    made ??= make()
    return made
  }
  return {name, look: () => leg().look(), broken: () => leg().broken()}
}
