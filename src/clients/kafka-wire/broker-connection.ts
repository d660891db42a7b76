import type {Socket} from 'node:net'
import {MsaError, reasonOf} from '../../errors.js'
import {connectTcp} from '../../platform/tcp.js'
import {FramePool} from './frame-pool.js'
import {WireReader} from './wire-reader.js'
import {WireWriter} from './wire-writer.js'

export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/** Key and version of a request; the versions chosen are understood by every broker from 2.3 on, and none is "flexible". */
export interface Api {
  readonly name: string
  readonly key: number
  readonly version: number
}

export interface ConnectOptions {
  readonly connectTimeoutMs?: number
  /** A broker that sends nothing for so long while an answer is due is taken for dead. Above any `maxWaitMs` of a fetch. */
  readonly silenceTimeoutMs?: number
}

const CLIENT_ID = 'msa'
const SIZE_BYTES = 4
const LARGEST_FRAME_BYTES = 512 * 1024 * 1024

/**
 * One TCP connection to a broker: requests go out at once, answers come back in the same order (Kafka promises that).
 * The socket reads straight into the frame that is due: first its four bytes of size, then exactly its body. So nothing is copied or left over.
 */
export class BrokerConnection {
  readonly frames = new FramePool()
  private readonly due: {correlation: number; resolve: (answer: WireReader) => void; reject: (error: Error) => void}[] =
    []
  private readonly size = Buffer.allocUnsafeSlow(SIZE_BYTES)
  private frame: Buffer = this.size
  private wanted = SIZE_BYTES
  private received = 0
  private correlation = 0
  private socket: Socket | undefined
  private lost: MsaError | undefined

  private constructor(readonly address: BrokerAddress) {}

  static async open(address: BrokerAddress, options: ConnectOptions = {}): Promise<BrokerConnection> {
    const connection = new BrokerConnection(address)
    try {
      const socket = await connectTcp(address, {
        timeoutMs: options.connectTimeoutMs ?? 5_000,
        onread: {
          buffer: () => connection.frame.subarray(connection.received, connection.wanted),
          callback: count => connection.accept(count),
        },
      })
      connection.use(socket, options.silenceTimeoutMs ?? 10_000)
      return connection
    } catch (error) {
      throw brokerLost(address, reasonOf(error), error)
    }
  }

  get isOpen(): boolean {
    return this.lost === undefined
  }

  request(api: Api, body: (writer: WireWriter) => void): Promise<WireReader> {
    const correlation = this.correlation++
    const writer = new WireWriter()
    writer.int32(0).int16(api.key).int16(api.version).int32(correlation).string(CLIENT_ID)
    body(writer)
    const message = writer.finish()
    message.writeInt32BE(message.length - SIZE_BYTES, 0)
    return new Promise((resolve, reject) => {
      if (this.lost) return reject(this.lost)
      this.due.push({correlation, resolve, reject})
      this.socket?.write(message)
    })
  }

  close(): void {
    this.fail('closed by msa')
  }

  private use(socket: Socket, silenceTimeoutMs: number): void {
    this.socket = socket
    socket.setTimeout(silenceTimeoutMs, () => {
      if (this.due.length > 0) this.fail(`no answer within ${silenceTimeoutMs / 1000} s`)
    })
    socket.on('error', error => this.fail(reasonOf(error)))
    socket.on('close', () => this.fail('connection closed by the broker'))
  }

  /** `count` more bytes stand in the frame. */
  private accept(count: number): boolean {
    this.received += count
    if (this.received < this.wanted) return true
    if (this.frame === this.size) this.expectBody(this.size.readInt32BE(0))
    else this.deliver()
    return true
  }

  private expectBody(size: number): void {
    if (size < SIZE_BYTES || size > LARGEST_FRAME_BYTES) {
      this.fail(`not Kafka's protocol: an answer of ${size} bytes is announced`)
      size = SIZE_BYTES
    }
    this.frame = this.frames.take(size)
    this.wanted = size
    this.received = 0
  }

  private deliver(): void {
    const answer = new WireReader(this.frame.length === this.wanted ? this.frame : this.frame.subarray(0, this.wanted))
    this.frame = this.size
    this.wanted = SIZE_BYTES
    this.received = 0
    const waiting = this.due.shift()
    if (answer.int32() === waiting?.correlation) waiting.resolve(answer)
    else this.fail("not Kafka's protocol: an answer that nobody asked for")
  }

  private fail(reason: string): void {
    if (this.lost) return
    this.lost = brokerLost(this.address, reason)
    this.socket?.destroy()
    for (const waiting of this.due.splice(0)) waiting.reject(this.lost)
  }
}

export function brokerLost(address: BrokerAddress, reason: string, cause?: unknown): MsaError {
  return new MsaError('E_NOT_REACHABLE', `no Kafka broker answers at ${address.host}:${address.port}`, {
    details: [reason],
    tryThis: [
      'See whether the lab runs: msa status',
      'Start it: msa up kafka',
      'Name another broker: --brokers HOST:PORT',
    ],
    cause,
  })
}
