import {STATUS_CODES} from 'node:http'

/** An expected failure of a request; becomes Spring's error document with this status. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  constructor(
    readonly status: number,
    message: string,
    readonly options: {
      readonly errors?: readonly FieldError[]
      readonly headers?: Readonly<Record<string, string>>
      readonly cause?: unknown
    } = {},
  ) {
    super(message, {cause: options.cause})
  }
}

export interface FieldError {
  readonly field: string
  readonly message: string
}

export function phraseOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error'
}

/** The document a Spring Boot service answers with. */
export function errorDocument(path: string, problem: HttpProblem): Record<string, unknown> {
  return {
    timestamp: new Date().toISOString().replace('Z', '+00:00'),
    status: problem.status,
    error: phraseOf(problem.status),
    path,
    message: problem.message,
    ...(problem.options.errors === undefined ? {} : {errors: problem.options.errors}),
  }
}

/** An answer without a body, for a socket that no parser holds any more. */
export function plainAnswer(status: number, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${phraseOf(status)}\r\nConnection: close\r\nContent-Length: 0\r\n${lines.join('')}\r\n`
}
