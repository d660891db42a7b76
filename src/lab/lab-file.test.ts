// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is the lab file's own syntax
import {describe, expect, it} from 'vitest'
import {MsaError} from '../errors.js'
import {catalogue} from './lab-file/catalogue.fixture.js'
import {parseLabFile} from './lab-file.js'

const env = {HOME: '/home/me', EMPTY: '', RECURSIVE: '${RECURSIVE}', PORT: '19092'}

function mistakesOf(text: string): string[] {
  try {
    parseLabFile(text, 'msa.yml', catalogue, {env})
  } catch (error) {
    if (!(error instanceof MsaError)) throw error
    expect(error.code).toBe('E_LAB_FILE_INVALID')
    expect(error.oclif.exit).toBe(2)
    return (error.details.length === 0 ? [error.message] : [...error.details]).map(line => line.replace('msa.yml:', ''))
  }
  return []
}

/** One service that would be fine but for what is added. */
const service = (line: string) => `version: 1\nservices:\n  mine:\n    command: [node, server.js]\n    ${line}\n`
const kafka = (line: string) => `version: 1\ncomponents:\n  kafka: {${line}}\n`

const image = (line: string) => `version: 1\nservices:\n  mine:\n    image: nginx:1.27\n    ${line}\n`

const corpus: Record<string, readonly (readonly [text: string, ...mistakes: string[]])[]> = {
  'B25 nothing in it': [
    ['', '1:1: the file is empty; "msa init" writes one to begin with'],
    [' \n\n', '1:1: the file is empty; "msa init" writes one to begin with'],
    ['# a\n# b\n', '1:1: the file holds only comments'],
    ['---\n', '1:1: the file holds a document without content ("---" only)'],
    ['version: 1\n---\nversion: 1\n', '2:1: a second document begins here, expected one document a lab file'],
  ],
  'ports and volumes of an image': [
    [
      image('port: "80:99999"'),
      '5:11: services.mine.port: found "80:99999", expected a port from 1 to 65535, or auto for any free one; of an image also MACHINE:INSIDE such as "8080:80" or "auto:80"',
    ],
    [
      service('port: "8080:80"'),
      '5:11: services.mine.port: a port inside of what is no container, expected only the port, such as 8080',
    ],
    [
      service('volumes: ["data:/srv"]'),
      "5:15: services.mine.volumes[0]: mine is a process, which sees this machine's folders anyway, expected image: beside it",
    ],
    [
      image('volumes: ["data:srv"]'),
      '5:15: services.mine.volumes[0]: found "data:srv", expected NAME:/path/inside for a volume of the lab, or ./folder:/path/inside (with :ro when it only reads)',
    ],
    [
      image('volumes: ["data:/srv:ro"]'),
      '5:15: services.mine.volumes[0]: found "data:/srv:ro", expected NAME:/path/inside for a volume of the lab, or ./folder:/path/inside (with :ro when it only reads)',
    ],
    [
      image('volumes: ["data:/srv", "./site:/srv"]'),
      '5:28: services.mine.volumes[1]: the same volume or path as on line 5, expected each once',
    ],
    [
      service('entrypoint: [sh, /start.sh]'),
      '5:17: services.mine.entrypoint: mine is a process, expected command: with all its words',
    ],
    [image('entrypoint: []'), '5:17: services.mine.entrypoint: an empty entrypoint, expected a list: [sh, /start.sh]'],
    [image('mounts: []'), '5:5: services.mine: unknown key "mounts"; did you mean "volumes"?'],
  ],
  'B26 another language': [
    ['name = "x"\n[components]\n', '1:1: not YAML; it looks like TOML, expected YAML: "key: value"'],
    ['[components]\nkafka = 1\n', '1:1: not YAML; it looks like TOML, expected YAML: "key: value"'],
  ],
  'B28 tabs': [
    ['version: 1\ncomponents:\n\tkafka: {}\n', '3:1: a tab is used for indentation; YAML allows only blanks there'],
  ],
  'B29 what is never closed is told where it begins': [
    ['version: 1\nname: "lab\nuse: course\n', '2:7: this quote is never closed'],
    ["version: 1\nname: 'lab\n", '2:7: this quote is never closed'],
    ['version: 1\nuse: [course, kafka\nname: x\n', '2:6: this "[" is never closed'],
    ['version: 1\ncomponents: {kafka: {port: 1}\n', '2:13: this "{" is never closed'],
    ['version: 1\ncomponents:\n    kafka:\n  mariadb:\n', '4:3: this line is indented differently from its neighbours'],
    [
      'version: 1\ncomponents:\n  kafka\n  mariadb:\n',
      '3:3: a ":" is missing after this key, or the line is indented wrongly',
    ],
    ['version: 1\nname: a: b\n', '2:7: a second ": " on one line; put the text in quotes or begin a new line'],
    ['version: 1\nname: @lab\n', '2:7: text must not begin with this character; put it in quotes'],
  ],
  'B30 a key twice names both lines': [
    [
      'version: 1\ncomponents:\n  kafka:\n  mariadb:\n  kafka: {port: 1}\n',
      '5:3: components: the key "kafka" is already on line 3, expected each key once',
    ],
  ],
  'B31 another shape at the top': [
    ['- kafka\n', '1:1: found a list, expected "key: value" lines'],
    ['kafka\n', '1:1: found "kafka", expected "key: value" lines'],
  ],
  'B32 unknown keys get the nearest one': [
    ['version: 1\ncomponets:\n', '2:1: unknown key "componets"; did you mean "components"?'],
    [service('environment: {A: b}'), '5:5: services.mine: unknown key "environment"; did you mean "env"?'],
    [service('depends_on: [kafka]'), '5:5: services.mine: unknown key "depends_on"; did you mean "dependsOn"?'],
    [service('replicas: 0'), '5:5: services.mine: unknown key "replicas"; did you mean "instances"?'],
    ['version: 1\ncomponents: {kafak: }\n', '2:14: components: unknown key "kafak"; did you mean "kafka"?'],
    ['version: 1\ncomponents: [kafka, kafak]\n', '2:21: components: unknown key "kafak"; did you mean "kafka"?'],
    ['use: course\n', '1:1: "version" is missing, expected 1, the newest that this msa knows'],
  ],
  'B33 a wrong type names path, what is there and what is due': [
    [kafka('port: "abc"'), '3:17: components.kafka.port: found "abc", expected a port from 1 to 65535'],
    [kafka('port: [9092]'), '3:17: components.kafka.port: found a list, expected a port from 1 to 65535'],
    [kafka('port: {}'), '3:17: components.kafka.port: found a mapping, expected a port from 1 to 65535'],
    [kafka('port: null'), '3:17: components.kafka.port: found nothing, expected a port from 1 to 65535'],
    [kafka('port: true'), '3:17: components.kafka.port: found true, expected a port from 1 to 65535'],
    [kafka('port: 9092.5'), '3:17: components.kafka.port: found the number 9092.5, expected a port from 1 to 65535'],
    [kafka('port: 0'), '3:17: components.kafka.port: found the number 0, expected a port from 1 to 65535'],
    [kafka('port: 65536'), '3:17: components.kafka.port: found the number 65536, expected a port from 1 to 65535'],
    [kafka('port: 1e999'), '3:17: components.kafka.port: found the number 1e999, expected a port from 1 to 65535'],
    [kafka('enabled: yes'), '3:20: components.kafka.enabled: found "yes", expected true or false'],
    [
      'version: 1\ncomponents: 3\n',
      '2:13: components: found the number 3, expected a list of names, or a mapping name: settings',
    ],
  ],
  'B34 surprises of YAML': [
    ['version: 3.10\n', '1:10: version: found the number 3.10, expected 1, the newest that this msa knows'],
    ['version: 1\non: yes\n', '2:1: unknown key "on", expected one of version'],
    ['version: 1\nname: 0777\n', '2:7: name: found the number 0777, expected a name of letters'],
    ['version: 1\nname: ~\n', '2:7: name: found nothing, expected a name of letters'],
    [kafka('port: 1_000'), '3:17: components.kafka.port: found "1_000", expected a port'],
    [kafka('port: 12:30:45'), '3:17: components.kafka.port: found "12:30:45", expected a port'],
    [kafka('enabled: NO'), '3:20: components.kafka.enabled: found "NO", expected true or false'],
  ],
  'B35 one port, two components: both places': [
    [
      'version: 1\ncomponents:\n  connect: {port: 19092}\n  kafka: {port: 19092}\n',
      '3:19: components.connect.port: connect wants port 19092, which kafka has (line 4, components.kafka.port), expected every port once',
    ],
    [
      'version: 1\ncomponents:\n  connect: {port: 2181}\n',
      '3:19: components.connect.port: connect wants port 2181, which zookeeper has (its default), expected every port once',
    ],
    [
      'version: 1\nservices:\n  a: {npm: start, port: 81}\n  b: {npm: start, port: 81}\n',
      '4:25: services.b.port: b wants port 81, which a has (line 3, services.a.port), expected every port once',
    ],
    [
      'version: 1\nports: {kafka: 1}\ncomponents:\n  kafka: {port: 2}\n',
      '4:17: components.kafka.port: this port is already set on line 2 (ports.kafka)',
    ],
    [
      'version: 1\nuse: kafka\nportOffset: 60000\n',
      '3:13: portOffset: kafka would get port 69092, expected every port to stay below 65536',
      '3:13: portOffset: connect would get port 68083, expected every port to stay below 65536',
    ],
  ],
  'B36 dependencies on nobody, on itself, on what is switched off': [
    [service('dependsOn: [kafak]'), '5:17: services.mine.dependsOn.kafak: unknown component or service "kafak"'],
    [service('dependsOn: [mine]'), '5:17: services.mine.dependsOn.mine: mine depends on itself'],
    [
      'version: 1\ncomponents: {kafka: false}\nservices: {a: {npm: start, dependsOn: [kafka]}}\n',
      '3:40: services.a.dependsOn.kafka: kafka is switched off in this lab',
    ],
    [
      'version: 1\ncomponents: {kafka: , zookeeper: false}\n',
      '2:34: components.zookeeper.enabled: kafka cannot run without it, expected kafka: false as well',
    ],
  ],
  'B37 a circle is printed whole': [
    [
      'version: 1\nservices:\n  a: {npm: x, dependsOn: [b]}\n  b: {npm: x, dependsOn: [c]}\n  c: {npm: x, dependsOn: [a]}\n',
      '3:27: services.a.dependsOn.b: they wait for each other in a circle: a → b → c → a',
    ],
    [
      'version: 1\ncomponents: {zookeeper: {dependsOn: [kafka]}}\n',
      '2:38: components.zookeeper.dependsOn.kafka: they wait for each other in a circle: zookeeper → kafka → zookeeper',
    ],
  ],
  'B38 aliases to nothing and to themselves': [
    ['version: 1\nname: *x\n', '2:7: name: no anchor &x before this alias'],
    ['version: 1\nuse: &a [*a]\n', '2:10: use[0]: the alias *a lies within its own anchor'],
  ],
  'B40 merge keys': [
    [
      'version: 1\ncomponents:\n  kafka: &k {port: 1}\n  connect:\n    <<: *k\n',
      '5:5: components.connect: merge keys (<<) are not supported, expected the keys written out',
    ],
  ],
  'B43 tags': [
    [
      'version: 1\nname: !!js/function x\n',
      '2:7: name: unknown tag "!!js/function", expected plain values without tags',
    ],
    [
      'version: 1\nname: !!python/object x\n',
      '2:7: name: unknown tag "!!python/object", expected plain values without tags',
    ],
    ['version: 1\nname: !custom x\n', '2:7: name: unknown tag "!custom", expected plain values without tags'],
    ['version: 1\nname: !!binary bad\n', '2:7: name: unknown tag "!!binary", expected plain values without tags'],
  ],
  'B44 keys that would reach into the program': [
    ['version: 1\n__proto__: {polluted: 1}\n', '2:1: the key "__proto__" is not allowed'],
    [service('env: {constructor: a}'), '5:11: services.mine.env: the key "constructor" is not allowed'],
    ['version: 1\nservices: {prototype: {npm: start}}\n', '2:12: services: the key "prototype" is not allowed'],
    ['version: 1\ntoString: 1\n', '2:1: unknown key "toString"'],
    ['version: 1\ncomponents: {hasOwnProperty: {}}\n', '2:14: components: unknown key "hasOwnProperty"'],
  ],
  'B45 keys that are not text': [
    ['1: a\nversion: 1\n', "1:1: the key 1 is not text, expected a key of text (in quotes: '1')"],
    ['version: 1\n[a]: b\n', '2:1: a key that is a list, a mapping or an alias, expected a key of plain text'],
    ['version: 1\n? {x: y}\n: 1\n', '2:3: a key that is a list, a mapping or an alias, expected a key of plain text'],
  ],
  'B46 variables': [
    [
      service('path: ${UNSET}/x'),
      '5:11: services.mine.path: the environment variable UNSET is not set, expected it to be set, or a default: ${UNSET:-value}',
    ],
    [service('env: {A: "x${A:-${B}}"}'), '5:16: services.mine.env.A: a variable within the default of another'],
    [
      service('env: {A: "x ${"}'),
      '5:17: services.mine.env.A: not a variable: ${, expected ${NAME} or ${NAME:-default}; for a plain dollar sign write $$',
    ],
    [service('env: {A: "${file:/x:key}"}'), '5:15: services.mine.env.A: not a variable: ${file:/x:key}'],
  ],
  'B47 paths that lead out': [
    [
      'version: 1\nconfig: ../../..\n',
      '2:9: config.repository: "../../.." leads out of the lab\'s folder, expected a relative path within the folder of the lab file',
    ],
    ['version: 1\nconfig: /etc\n', '2:9: config.repository: "/etc" leads out of the lab\'s folder'],
    ['version: 1\nconnectors: [ok, ../x]\n', '2:18: connectors[1]: "../x" leads out of the lab\'s folder'],
    [
      service('path: ~root/x'),
      '5:11: services.mine.path: found "~root/x", expected a path; for your home folder write ${HOME}/…',
    ],
  ],
  'B48 a command is a list': [
    [
      'version: 1\nservices: {a: {command: npm start && echo $X}}\n',
      '2:25: services.a.command: found "npm start && echo $X", expected a list of arguments: [node, server.js]',
    ],
    [
      'version: 1\nservices: {a: {command: []}}\n',
      '2:25: services.a.command: an empty command, expected a list of arguments: [node, server.js]',
    ],
    [
      'version: 1\nservices: {a: {path: x}}\n',
      '2:15: services.a: says not what to run, expected exactly one of command, npm, maven, gradle, jar, image',
    ],
    [
      'version: 1\nservices: {a: {npm: start, jar: x.jar}}\n',
      '2:28: services.a: "jar" beside "npm" (line 2), expected exactly one of',
    ],
  ],
  'B49 environment variables': [
    [service('env: {A: null}'), '5:14: services.mine.env.A: found nothing, expected text, a number, true or false'],
    [service('env: {A: {}}'), '5:14: services.mine.env.A: found a mapping, expected text, a number, true or false'],
    [service('env: {A=B: 1}'), '5:11: services.mine.env: invalid name "A=B", expected a variable name'],
    [service('env: {1A: 1}'), '5:11: services.mine.env: invalid name "1A", expected a variable name'],
    [service('env: {"": 1}'), '5:11: services.mine.env: invalid name "", expected a variable name'],
    [service('env: [A=1]'), '5:10: services.mine.env: found a list, expected a mapping NAME: value'],
  ],
  'B50 images': ['kafka', '"kafka:"', '"kafka:@sha256:xyz"', 'Kafka:3.9', '"-x:1"'].map(
    image =>
      [
        kafka(`image: ${image}`),
        `3:18: components.kafka.image: found "${image.replaceAll('"', '')}", expected an image with its tag or digest`,
      ] as const,
  ),
  'B51 memory': ['-1', '1e3g', '512', '512k', '9999999g', '5 x'].map(
    size =>
      [
        service(`memory: "${size}"`),
        `5:13: services.mine.memory: found "${size}", expected a memory size with its unit: 512m (MiB) or 2g (GiB)`,
      ] as const,
  ),
  'B52 instances': ['0', '-1', '1.5', '1e9'].map(
    count =>
      [
        service(`instances: ${count}`),
        `5:16: services.mine.instances: found the number ${count}, expected a whole number from 1 to 20`,
      ] as const,
  ),
  'B52 instances share no port': [
    [
      service('port: 8080\n    instances: 2'),
      '6:16: services.mine.instances: the port is fixed on line 5, and 2 instances cannot share it, expected port: auto, or one instance',
    ],
  ],
  'B53 health': [
    ...[
      'htp://',
      'file:///etc/passwd',
      'http://169.254.169.254',
      'http://localhost.evil.test/',
      'http://a@localhost/',
      'https://localhost/',
    ].map(
      url =>
        [
          service(`port: 80\n    health: ${url}`),
          `6:13: services.mine.health.http: found "${url}", expected a path such as /actuator/health, or an http URL on localhost`,
        ] as const,
    ),
    [
      service('health: /x'),
      '5:13: services.mine.health.http: mine has no port to ask, expected port: NUMBER or port: auto at the service',
    ],
    [
      service('port: 81\n    health: http://localhost:82/x'),
      '6:13: services.mine.health.http: mine has no port 82, expected one of its own, or only the path',
    ],
    [service('health: {log: "("}'), '5:19: services.mine.health.log: Invalid regular expression'],
    [
      service('port: 81\n    health: {tcp: htp}'),
      '6:19: services.mine.health.tcp: no port "htp", expected one of http; did you mean "http"?',
    ],
  ],
  'B54 words of a short list': [
    [
      service('restart: allways'),
      '5:14: services.mine.restart: found "allways", expected one of always, on-failure, never; did you mean "always"?',
    ],
    [
      service('restart: unless-stopped'),
      '5:14: services.mine.restart: found "unless-stopped", expected one of always, on-failure, never; did you mean "always"?',
    ],
    [
      service('dependsOn: {kafka: service_healthy}'),
      '5:24: services.mine.dependsOn.kafka: found "service_healthy", expected one of started, ready, completed; did you mean "ready"?',
    ],
    [
      'version: 1\nuse: cours\n',
      '2:6: use: found "cours", expected one of course, kafka, observability, platform; did you mean "course"?',
    ],
    [
      'version: 1\nruntime: container\n',
      '2:10: runtime: found "container", expected one of auto, local, docker; did you mean "docker"?',
    ],
  ],
  'B55, T21 names': ['🦊', '\u202ekafka', '../x', 'a/b', '.', '..', 'CON', '-rf', 'a b', 'káfka', 'x'.repeat(65)].map(
    name =>
      [`version: 1\nservices:\n  ${JSON.stringify(name)}: {npm: start}\n`, '3:3: services: invalid name'] as const,
  ),
  'B58 a version of the future': [
    ['version: 99\n', '1:10: version: found the number 99, expected 1, the newest that this msa knows'],
  ],
  'B60 one lab, one file': [['version: 1\ninclude: other.yml\n', '2:1: unknown key "include"']],
  topics: [
    ['version: 1\ntopics: {"a b": 1}\n', '2:10: topics: invalid name "a b", expected a topic name'],
    [
      'version: 1\ntopics: {a: 0}\n',
      '2:13: topics.a.partitions: found the number 0, expected a whole number from 1 to 1000',
    ],
    ['version: 1\ntopics: [a, a]\n', '2:13: topics: "a" stands in this list twice'],
    [
      'version: 1\ntopics: ["..", 3]\n',
      '2:10: topics: invalid name ".."',
      '2:16: topics[1]: found the number 3, expected a name',
    ],
  ],
}

describe.each(Object.entries(corpus))('%s', (_, cases) => {
  it.each(cases)('%j', (text, ...expected) => {
    const found = mistakesOf(text)
    expect(found.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected)
  })
})

it('B59: ten mistakes in one file are ten messages, by line, and one exit', () => {
  const text = `version: 2
name: ""
use: [kafka, nope]
components:
  kafka: {port: 99999, restart: sometimes}
  mariadb: {memory: 5}
services:
  mine: {npm: start, dependsOn: [nobody], instances: 99}
topics: {"a/b": 1}
config: /
`
  const found = mistakesOf(text)
  expect(found.map(line => /^\d+/.exec(line)?.[0])).toEqual(['1', '2', '3', '5', '5', '6', '8', '8', '9', '10'])
})

it('T27: no key of a lab file becomes a property of every object', () => {
  mistakesOf(
    'version: 1\n__proto__: {polluted: 1}\nservices: {__proto__: {polluted: 1}, constructor: {prototype: {polluted: 1}}}\n',
  )
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})
