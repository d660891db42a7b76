export type Labels = Readonly<Record<string, string>>

/** What Prometheus's text format allows; Micrometer's own names have dots. */
export function prometheusName(name: string): string {
  return name.replace(/[^A-Za-z0-9_:]/g, '_')
}

/** As Micrometer converts a tag's key: `client.name` is `client_name`. */
export function prometheusLabel(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_')
}

export function prometheusLabels(labels: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [prometheusLabel(name), value]))
}
