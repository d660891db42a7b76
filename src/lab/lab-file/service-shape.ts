import {type At, byKind, dictionary, listOf, mapping, mappingOf, placed, shortFor} from './collections.js'
import {commonFields} from './component-shape.js'
import {integer, looseText} from './shape.js'
import {duration, image, path, portName, servicePort, volume, word} from './values.js'

export const programKinds = ['command', 'npm', 'maven', 'gradle', 'jar', 'image'] as const
const words = listOf('a list of arguments: [node, server.js]', looseText('text'))

const healthFields = mapping('how to ask whether it is ready', {
  http: {
    shape: placed(word),
    summary: 'A path such as /actuator/health, or a URL on localhost; ready when it answers 2xx',
  },
  tcp: {shape: placed(word), summary: 'Name of a port: ready when something listens there'},
  log: {shape: placed(word), summary: 'A regular expression: ready when a line of its log matches'},
  port: {shape: placed(word), summary: 'The port that `http` asks; without it the main one'},
  period: {shape: duration, summary: 'Time between two questions', alsoKnownAs: ['interval', 'periodSeconds']},
  timeout: {shape: duration, summary: 'How long one answer may take', alsoKnownAs: ['timeoutSeconds']},
  startTimeout: {shape: duration, summary: 'How long it may take until it is ready', alsoKnownAs: ['start_period']},
  failureThreshold: {
    shape: integer(1, 100),
    summary: 'So many failures in a row and it is unhealthy',
    alsoKnownAs: ['retries'],
  },
  successThreshold: {shape: integer(1, 100), summary: 'So many good answers in a row and it is ready'},
})
const health = byKind('a path such as /actuator/health, or a mapping', {
  text: shortFor(healthFields, {type: 'string'}, node => mappingOf(node, 'http')),
  mapping: healthFields,
})

/** A program of the person's own. */
export const serviceShape = mapping(
  'a mapping',
  {
    command: {
      shape: placed(words),
      summary: 'Program and arguments as a list; no shell',
      alsoKnownAs: ['cmd', 'exec', 'run'],
    },
    npm: {shape: placed(word), summary: 'Name of a script in package.json', example: 'start'},
    maven: {
      shape: placed(word),
      summary: 'A Maven goal; uses ./mvnw where there is one',
      example: 'spring-boot:run',
      alsoKnownAs: ['mvn'],
    },
    gradle: {shape: placed(word), summary: 'A Gradle task; uses ./gradlew where there is one', example: 'bootRun'},
    jar: {shape: placed(path), summary: 'A jar file to run with Java', example: 'target/user-service.jar'},
    image: {shape: placed(image), summary: 'A container image with its tag'},
    entrypoint: {
      shape: placed(words),
      summary: 'Of an image: takes the place of its own entrypoint and of its command; `args` follow it',
    },
    args: {shape: words, summary: 'Further arguments', alsoKnownAs: ['arguments']},
    path: {
      shape: placed(path),
      summary: 'The folder it runs in; without it the lab’s',
      alsoKnownAs: ['cwd', 'dir', 'workdir', 'working_dir', 'folder'],
    },
    port: {
      shape: servicePort,
      summary:
        'Its port, or auto for any free one; it is told by SERVER_PORT and PORT. Of an image also MACHINE:INSIDE, such as "8080:80"',
    },
    ports: {
      shape: dictionary('a mapping name: port', portName, servicePort),
      summary: 'Its ports by name, when there are several; the first is the main one',
    },
    volumes: {
      shape: listOf('a list of volumes', placed(volume)),
      summary:
        'Of an image: NAME:/path inside for a volume that msa down --volumes deletes, ./folder:/path for one of this machine (:ro when it only reads)',
      alsoKnownAs: ['mounts', 'volumeMounts', 'binds'],
    },
    ...commonFields,
    health: {
      shape: placed(health),
      summary: 'How to ask whether it is ready',
      alsoKnownAs: ['healthcheck', 'readinessProbe', 'readiness', 'probe'],
    },
  },
  [...programKinds],
)
export type ServiceDraft = NonNullable<ReturnType<typeof serviceShape.read>>
export type HealthDraft = NonNullable<ServiceDraft['health']> extends At<infer T> ? T : never
