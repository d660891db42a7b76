import {runService} from '../kit/service.js'
import {user} from './user.js'

runService(user)
