/** HTML as a tagged template whose values are escaped; nothing else makes pages here. */
export {html} from 'hono/html'
