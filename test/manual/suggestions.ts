import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import ts from 'typescript'
import {callsIn, type Example} from './examples.js'
import {root} from './pages.js'

/** Every call of msa that a text of the sources tells the person to type: at its beginning, or after a colon. */
export function suggestedCalls(): readonly Example[] {
  const folder = join(root, 'src')
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.ts') && !name.includes('.test.') && !name.includes('.fixture.'))
    .flatMap(name => callsOfSource(`src/${name}`, readFileSync(join(folder, name), 'utf8')))
}

function callsOfSource(path: string, text: string): Example[] {
  if (!/(?:['"`]|: )msa [a-z]/.test(text)) return []
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023)
  const calls: Example[] = []
  const visit = (node: ts.Node) => {
    const typed = textOf(node)
    const call = typed === undefined ? undefined : /(?:^|: )(msa [a-z].*?)\.?$/.exec(typed)?.[1]
    if (call !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      calls.push(...callsIn(call).map(words => ({path, line, words})))
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return calls
}

/** A literal's text; what a template fills in stands there as one word. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map(({literal}) => `X${literal.text}`).join('')
}
