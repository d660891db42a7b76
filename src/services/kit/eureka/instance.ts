/** Eureka's wire form of an instance in JSON, in the key order of the real server (it says which are numbers and which strings). */
export interface Instance {
  readonly instanceId: string
  readonly hostName: string
  readonly app: string
  readonly ipAddr: string
  readonly status: InstanceStatus
  readonly overriddenStatus: InstanceStatus
  readonly port: Port
  readonly securePort: Port
  readonly countryId: number
  readonly dataCenterInfo: {readonly '@class': string; readonly name: string}
  readonly leaseInfo: LeaseInfo
  readonly metadata: Readonly<Record<string, string>>
  readonly homePageUrl?: string
  readonly statusPageUrl?: string
  readonly healthCheckUrl?: string
  readonly vipAddress?: string
  readonly secureVipAddress?: string
  readonly isCoordinatingDiscoveryServer: string
  readonly lastUpdatedTimestamp: string
  readonly lastDirtyTimestamp: string
  readonly actionType: ActionType
}

export const instanceStatuses = ['UP', 'DOWN', 'STARTING', 'OUT_OF_SERVICE', 'UNKNOWN'] as const
export type InstanceStatus = (typeof instanceStatuses)[number]
export type ActionType = 'ADDED' | 'MODIFIED' | 'DELETED'

export interface Port {
  readonly $: number
  readonly '@enabled': 'true' | 'false'
}

export interface LeaseInfo {
  readonly renewalIntervalInSecs: number
  readonly durationInSecs: number
  readonly registrationTimestamp: number
  readonly lastRenewalTimestamp: number
  readonly evictionTimestamp: number
  readonly serviceUpTimestamp: number
}

export function isInstanceStatus(text: unknown): text is InstanceStatus {
  return instanceStatuses.some(status => status === text)
}

/** What clients compare after a delta: `DOWN_1_UP_4_`, statuses by name; empty for an empty registry. */
export function hashCodeOf(instances: Iterable<{readonly status: string}>): string {
  const counts = new Map<string, number>()
  for (const {status} of instances) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([status, count]) => `${status}_${count}_`)
    .join('')
}
