import {runService} from '../kit/service.js'
import {catalog} from './catalog.js'

runService(catalog)
