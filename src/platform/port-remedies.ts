/** Far enough from the lab's own ports, with all of them below those that systems give to connections (from 32768 on, RabbitMQ has 25672). */
const allBy = 1000

export const moveAllPorts = `Move all ports of the lab: msa up --port-offset ${allBy}`

export function movePort(component: string, name: string, port: number): string {
  return `Use another port: msa up --port ${component}.${name}=${otherPort(port)}`
}

/** 19092 for 9092, as people write it by habit. */
function otherPort(port: number): number {
  if (port < 10_000) return port + 10_000
  return port + allBy > 65_535 ? port - allBy : port + allBy
}
