import {Flags} from '@oclif/core'
import {MsaCommand} from './base-command.js'
import type {BrokerAddress} from './clients/kafka-wire/broker-connection.js'
import type {Cluster} from './clients/kafka-wire/cluster.js'
import type {HandCommand} from './topics/by-hand.js'

/** What the commands about topics and groups share: which Kafka is meant. */
export abstract class KafkaCommand extends MsaCommand {
  static override baseFlags = {
    ...MsaCommand.baseFlags,
    brokers: Flags.string({
      helpGroup: 'GLOBAL',
      helpValue: 'HOST:PORT',
      summary: "Kafka to talk to instead of the lab's own",
      env: 'MSA_BROKERS',
    }),
    show: Flags.boolean({
      helpGroup: 'GLOBAL',
      summary: "Print the command of Kafka's own distribution that does the same",
    }),
  }

  protected async brokers(flags: {readonly brokers?: string | undefined}): Promise<BrokerAddress[]> {
    if (flags.brokers === undefined) return [await this.address('kafka')]
    const {parseBrokerList} = await import('./topics/broker-list.js')
    return parseBrokerList(flags.brokers)
  }

  /** With `--show`: the same by hand, on stderr, before it is done. */
  protected async showByHand(
    flags: {readonly brokers?: string | undefined; readonly show: boolean},
    commands: () => readonly HandCommand[],
  ): Promise<void> {
    if (!flags.show) return
    const {byHand} = await import('./topics/by-hand.js')
    const brokers = await this.brokers(flags)
    for (const command of commands()) this.terminal.note(byHand(command, brokers))
  }

  protected async cluster(flags: {readonly brokers?: string | undefined}): Promise<Cluster> {
    const {Cluster} = await import('./clients/kafka-wire/cluster.js')
    return new Cluster(await this.brokers(flags))
  }
}
