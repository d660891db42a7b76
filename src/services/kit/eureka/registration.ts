export interface RegistrationFacts {
  readonly app: string
  readonly instanceId: string
  /** Where others reach it. */
  readonly host: string
  readonly port: number
  readonly startedAtMs: number
  readonly renewalIntervalSecs: number
  readonly durationSecs: number
  readonly metadata: Readonly<Record<string, string>>
}

/** What Spring's client posts; a heartbeat with a newer `lastDirtyTimestamp` than the stored one would be refused. */
export function registrationOf(facts: RegistrationFacts): Record<string, unknown> {
  const base = `http://${facts.host}:${facts.port}`
  return {
    instanceId: facts.instanceId,
    app: facts.app.toUpperCase(),
    hostName: facts.host,
    ipAddr: facts.host,
    status: 'UP',
    overriddenStatus: 'UNKNOWN',
    port: {$: facts.port, '@enabled': 'true'},
    securePort: {$: 443, '@enabled': 'false'},
    countryId: 1,
    dataCenterInfo: {'@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn'},
    leaseInfo: {renewalIntervalInSecs: facts.renewalIntervalSecs, durationInSecs: facts.durationSecs},
    metadata: {'management.port': String(facts.port), ...facts.metadata},
    homePageUrl: `${base}/`,
    statusPageUrl: `${base}/actuator/info`,
    healthCheckUrl: `${base}/actuator/health`,
    vipAddress: facts.app,
    secureVipAddress: facts.app,
    isCoordinatingDiscoveryServer: 'false',
    lastUpdatedTimestamp: String(facts.startedAtMs),
    lastDirtyTimestamp: String(facts.startedAtMs),
    actionType: 'ADDED',
  }
}
