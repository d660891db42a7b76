import {runService} from '../kit/service.js'
import {config} from './config.js'

runService(config)
