import {runService} from '../kit/service.js'
import {discovery} from './discovery.js'

runService(discovery)
