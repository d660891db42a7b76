import {runService} from '../kit/service.js'
import {order} from './order.js'

runService(order)
