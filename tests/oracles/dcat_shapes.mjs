// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A second opinion on the shapes of DCAT-AP: node dcat_shapes.mjs <folder of node_modules> <data.ttl> <shapes.ttl>...
// Prints {"conforms":…, "results":[…]}; npm packages shacl-engine, n3 and rdf-ext.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [folder, data, ...shapes] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${folder}/package.json`))
const load = async name => import(pathToFileURL(require.resolve(name)))
const { Validator } = await load('shacl-engine')
const { Parser } = await load('n3')
const rdf = (await load('rdf-ext')).default

const read = files => rdf.dataset(files.flatMap(file => new Parser().parse(readFileSync(file, 'utf8'))))
const validator = new Validator(read(shapes), { factory: rdf })
const report = await validator.validate({ dataset: read([data]) })
const results = report.results.map(one => [
  one.focusNode?.term?.value ?? one.focusNode?.value, one.path?.[0]?.predicates?.[0]?.value,
  one.constraintComponent?.value, one.severity?.value, one.value?.term?.value ?? one.value?.value,
].join(' '))
console.log(JSON.stringify({ conforms: report.conforms, results }))
