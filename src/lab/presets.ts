import type {StackName} from '../stacks/component.js'

export type PresetName = 'course' | 'kafka' | 'observability' | 'platform'

export interface Preset {
  readonly summary: string
  readonly stacks: readonly StackName[]
}

/** Parts of a lab that belong together. What their components depend on comes with them. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  course: {
    summary: 'everything: all fifteen exercises',
    stacks: ['broker', 'messaging', 'database', 'tracing', 'monitoring', 'platform', 'services'],
  },
  kafka: {summary: 'ZooKeeper, Kafka, Connect and MariaDB for its connectors', stacks: ['broker', 'database']},
  observability: {
    summary: 'Zipkin, Prometheus and Grafana, for services of your own',
    stacks: ['tracing', 'monitoring'],
  },
  platform: {
    summary: 'config server, bus, discovery, gateway and the three services',
    stacks: ['messaging', 'database', 'platform', 'services'],
  },
}
export const presetNames = Object.keys(presets) as PresetName[]
