import {askAmqp} from './amqp.js'
import {askExec} from './exec.js'
import {askHttp} from './http.js'
import {askKafka} from './kafka.js'
import {askLog} from './log.js'
import {askMariadb} from './mariadb.js'
import {no, type Patience, type ProbeQuestion, type ProbeTarget, type Verdict, yes} from './probe.js'
import {askTcp} from './tcp.js'
import {askZookeeper} from './zookeeper.js'

/** Asks once, within `timeoutMs`, and answers with a verdict whatever the other side does. */
export async function ask(question: ProbeQuestion, target: ProbeTarget, patience: Patience): Promise<Verdict> {
  if (question.kind === 'all') return askAll(question.of, target, patience)
  if (question.kind === 'log') return askLog(question.pattern, target)
  if (question.kind === 'exec') return askExec(question.command, target, patience)
  const port = target.ports[question.port]
  if (port === undefined) return no(`there is no port named "${question.port}" to ask`)
  const address = {host: target.host, port}
  switch (question.kind) {
    case 'tcp':
      return askTcp(address, patience, target.isPublished)
    case 'http':
      return askHttp(question, address, patience)
    case 'zookeeper':
      return askZookeeper(address, patience)
    case 'kafka':
      return askKafka(question.minBrokers, address, patience)
    case 'amqp':
      return askAmqp(address, patience)
    case 'mariadb':
      return askMariadb(question, target, address, patience)
  }
}

/** All at once, so that together they take no longer than the slowest; of several reasons the first one listed is told. */
async function askAll(questions: readonly ProbeQuestion[], target: ProbeTarget, patience: Patience): Promise<Verdict> {
  const verdicts = await Promise.all(questions.map(question => ask(question, target, patience)))
  return verdicts.find(verdict => !verdict.ok) ?? yes
}
