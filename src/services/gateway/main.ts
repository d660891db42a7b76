import {runService} from '../kit/service.js'
import {gateway} from './gateway.js'

runService(gateway)
