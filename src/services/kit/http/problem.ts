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

const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  426: 'Upgrade Required',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

export function phraseOf(status: number): string {
  return phrases[status] ?? 'Error'
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
