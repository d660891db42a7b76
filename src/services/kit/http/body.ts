import {reasonOf} from '../../../errors.js'
import {HttpProblem} from './problem.js'
import type {Exchange} from './router.js'

/** The most that any of our services holds of one request. */
export const maxBodyBytes = 1024 * 1024

/** The whole body, straight from Node's request: with or without a length, never more than the limit. */
export async function bodyBytes({env: {incoming}}: Exchange): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) {
      throw new HttpProblem(413, `the body is longer than ${maxBodyBytes} bytes`, {headers: {connection: 'close'}})
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export async function textBody(exchange: Exchange): Promise<string> {
  return (await bodyBytes(exchange)).toString('utf8')
}

/** A JSON body; anything else is refused by name, also the text/plain that a foreign page could send without asking. */
export async function jsonBody(exchange: Exchange): Promise<unknown> {
  const type = exchange.req.header('content-type') ?? ''
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) {
    throw new HttpProblem(415, `the body must be application/json, not ${type === '' ? 'without a type' : 'this type'}`)
  }
  const text = await textBody(exchange)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HttpProblem(400, text === '' ? 'the body is empty' : `the body is not JSON: ${reasonOf(error)}`)
  }
}
