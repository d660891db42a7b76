import type {Task, TaskContainer} from '../runtimes/runtime.js'
import {ambiguousSecrets, cacheName, servicesImageFolder} from './compose-files.js'
import {initName, initService} from './compose-init.js'
import {
  type ComposeCondition,
  type ComposeService,
  composeService,
  type ServiceSurroundings,
  userVariable,
  withoutVariables,
} from './compose-service.js'

export interface ComposeDocument {
  readonly services: Readonly<Record<string, ComposeService>>
  readonly volumes: Readonly<Record<string, null>>
}

/** Something of the lab that the file does not say, and why. */
export interface ExportNote {
  readonly about: string
  readonly because: string
}

export interface ComposeRequest extends Pick<ServiceSurroundings, 'auto' | 'folder' | 'copied'> {
  readonly tasks: readonly Task[]
  /** Of msa's own services: built from a folder beside the file. */
  readonly servicesImage: string
  /** Image → the content that msa was made for. */
  readonly digests: ReadonlyMap<string, string>
}

/** A lab as a Compose file. Pure: the same tasks give the same document. */
export function composeDocument(request: ComposeRequest): {
  readonly document: ComposeDocument
  readonly notes: readonly ExportNote[]
} {
  const contained = request.tasks.filter((task): task is ContainedTask => task.container !== undefined)
  const managed = contained.filter(({container}) => container.managed)
  const healthy = healthyNames(contained, request)
  const translated = contained.map(task => {
    const dependsOn = dependenciesOf(task, contained, healthy)
    const image = imageOf(task.container.image, request)
    return {task, ...composeService(task, task.container, {...request, dependsOn, image})}
  })
  const services = Object.fromEntries(translated.map(({task, service}) => [task.name, service]))
  const names = [
    ...(managed.length === 0 ? [] : [cacheName, ...managed.map(({name}) => name)]),
    ...contained.flatMap(({container}) => Object.keys(container.volumes)),
  ]
  return {
    document: {
      services: {...initFor(managed, request), ...services},
      volumes: Object.fromEntries([...new Set(names)].map(name => [name, null])),
    },
    notes: translated.flatMap(({task, health}) => [
      ...(health.check === undefined ? [{about: task.name, because: `no health check: ${health.because}`}] : []),
      ...ambiguousSecrets(task).map(variable => ({
        about: `${task.name}, ${variable}`,
        because: 'docker-compose 1.29 reads a quote and a dollar sign in one value wrongly; Compose v2 does not',
      })),
    ]),
  }
}

type ContainedTask = Task & {readonly container: TaskContainer}

/** An image of the lab that is there anyway; msa's own is built, which takes longer than to fill volumes. */
function initFor(managed: readonly ContainedTask[], images: Images): Record<string, ComposeService> {
  if (managed.length === 0) return {}
  const {servicesImage} = images
  const image = managed.find(({container}) => container.image !== servicesImage)?.container.image ?? servicesImage
  const {user, ...service} = initService(managed, imageOf(image, images))
  return {
    [initName]: {
      ...withoutVariables(service),
      ...(user === undefined ? {} : {user}),
      environment: {MSA_USER: userVariable},
    },
  }
}

type Images = Pick<ComposeRequest, 'servicesImage' | 'digests'>

function imageOf(image: string, {servicesImage, digests}: Images): Pick<ComposeService, 'image' | 'build'> {
  if (image === servicesImage) return {image, build: {context: `./${servicesImageFolder}`}}
  const digest = digests.get(image)
  return {image: digest === undefined ? image : `${image}@${digest}`}
}

function healthyNames(tasks: readonly ContainedTask[], request: ComposeRequest): ReadonlySet<string> {
  const plain = {...request, dependsOn: {}, image: {image: ''}}
  return new Set(
    tasks.filter(task => composeService(task, task.container, plain).health.check !== undefined).map(({name}) => name),
  )
}

/** A component stands for all its instances; one without a health check is as good as it is when it has started. */
function dependenciesOf(
  {name, dependsOn, container}: ContainedTask,
  tasks: readonly ContainedTask[],
  healthy: ReadonlySet<string>,
): NonNullable<ComposeService['depends_on']> {
  const others = dependsOn.flatMap(({on, condition}) =>
    tasks
      .filter(other => other.name !== name && (other.name === on || other.component === on))
      .map(other => [other.name, {condition: conditionFor(condition, healthy.has(other.name))}] as const),
  )
  const init = container.managed ? [[initName, {condition: 'service_completed_successfully'}] as const] : []
  return Object.fromEntries([...init, ...others])
}

function conditionFor(condition: Task['dependsOn'][number]['condition'], isChecked: boolean): ComposeCondition {
  if (condition === 'completed') return 'service_completed_successfully'
  return condition === 'ready' && isChecked ? 'service_healthy' : 'service_started'
}
