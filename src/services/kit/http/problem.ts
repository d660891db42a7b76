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
