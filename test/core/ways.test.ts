import assert from 'node:assert/strict';
import { render } from '../../server/src/core/model/message';
import type { Place } from '../../server/src/core/model/place';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { keysOnly, run, type Texts } from './run';

/**
 * An expression for the key of a trail, a value of `V` with which it comes to nothing, and one with which there is a key. `KEY` is a key, and
 * `OTHER` an input which is always one and has no part in it that there is none.
 */
type Row = readonly [expression: string, bad: string, good?: string, more?: More];

interface More {
  /** The type of the variable. */
  readonly type?: string;
  /** What else is in the trail, such as its `for_each`. */
  readonly repeat?: string;
  /** Another bad value. */
  readonly or?: string;
  /** What else is in the module. */
  readonly also?: string;
}

const counted = 'resource "aws_kms_key" "k" {\n  count = V ? 1 : 0\n}';
const keyed = 'resource "aws_kms_key" "k" {\n  for_each = toset(V)\n}';

// biome-ignore format: a row is a line.
const rows: readonly Row[] = [
  ['V', 'null'],
  ['V', '""'],
  ['V', 'null', 'KEY', { type: 'string' }],
  ['V', '""', 'KEY', { type: 'any' }],
  ['{ key = V, other = OTHER }.key', 'null'],
  ['[V, OTHER][0]', '""'],

  // Texts.
  ['"${V}"', 'null'],
  ['"${V}${V}"', '""'],
  ['"%{ if V }${OTHER}%{ endif }"', 'false', 'true'],
  ['"%{ if V }%{ else }${OTHER}%{ endif }"', 'true', 'false'],
  ['"%{ for x in V }${x}%{ endfor }"', '[]', '[KEY]'],
  ['"%{ for x in V }${x}%{ endfor }"', '[""]', '[KEY]'],
  ['<<-EOT\n    ${V~}\n  EOT', '""'],
  ['format("%s", V)', '""'],
  ['format("%s%s", V, V)', '""'],
  ['join("", formatlist("%s", V))', '[]', '[KEY]'],
  ['replace(V, " ", "")', '""'],
  ['replace(V, "none", "")', '"none"'],
  ['replace("none", "none", V)', '""'],
  ['trimspace(V)', '" "'],
  ['trimprefix(V, "none")', '"none"'],
  ['trim(V, "-")', '"--"'],
  ['chomp(V)', '"\\n"'],
  ['lower(V)', '""'],
  ['title(V)', '""'],
  ['substr(V, 0, 20)', '""'],
  ['split(",", V)[0]', '""'],
  ['tostring(V)', 'null'],
  ['base64decode(V)', '""', '"eA=="'],
  ['base64decode(base64encode(V))', '""'],
  ['urlencode(V)', '""'],
  ['nonsensitive(sensitive(V))', 'null'],
  ['jsondecode(V)', '"null"', '"\\"x\\""'],
  ['jsondecode(V).key', '"{\\"key\\":null}"', '"{\\"key\\":\\"x\\"}"'],
  ['jsondecode(jsonencode(V))', 'null'],
  ['jsondecode(jsonencode({ key = V })).key', '""'],

  // Conditions.
  ['V == null ? null : OTHER', 'null'],
  ['V != null ? V : null', 'null'],
  ['V == "" ? null : V', '""'],
  ['V != "" ? OTHER : ""', '""'],
  ['V ? OTHER : null', 'false', 'true'],
  ['!V ? OTHER : null', 'true', 'false'],
  ['V && true ? OTHER : null', 'false', 'true'],
  ['V && OTHER != "" ? OTHER : null', 'false', 'true'],
  ['V || OTHER == "" ? null : OTHER', 'true', 'false'],
  ['V > 1 ? OTHER : null', '1', '2'],
  ['V + 1 > 2 ? OTHER : null', '1', '2'],
  ['-V > 0 ? null : OTHER', '-1', '1'],
  ['V == "prod" ? OTHER : null', '"dev"', '"prod"'],
  ['V.kms ? OTHER : null', '{ kms = false }', '{ kms = true }'],
  ['length(V) > 0 ? V[0] : null', '[]', '[KEY]'],
  ['length(V) == 0 ? "" : OTHER', '""'],
  ['length(keys(V)) == 0 ? "" : OTHER', '{}', '{ a = 1 }'],
  ['contains(V, "kms") ? OTHER : null', '["s3"]', '["s3", "kms"]'],
  ['contains(["prod"], V) ? OTHER : null', '"dev"', '"prod"'],
  ['contains(keys(V), "kms") ? V.kms : null', '{}', '{ kms = KEY }'],
  ['can(V.key) ? V.key : null', '{}', '{ key = KEY }'],
  ['can(V[0]) ? OTHER : null', '[]', '[KEY]'],
  ['can(tonumber(V)) ? OTHER : null', '"x"', '"1"'],
  ['startswith(V, "arn:") ? V : null', '"kms"'],
  ['alltrue([V]) ? OTHER : null', 'false', 'true'],
  ['anytrue([V, false]) ? OTHER : null', 'false', 'true'],
  ['tobool(V) ? OTHER : null', '"false"', '"true"'],
  ['max(V, 0) > 0 ? OTHER : null', '0', '1'],
  ['max(V...) > 0 ? OTHER : null', '[0]', '[1]'],
  ['(V == null ? true : V != "") ? (V == null ? "" : V) : ""', '""'],

  ['V == null ? null : V == "none" ? "" : V', '"none"'],
  ['V != null && V != "" ? V : null', '""'],
  ['{ dev = "", prod = OTHER }[V ? "prod" : "dev"]', 'false', 'true'],
  ['length(compact([V])) > 0 ? V : ""', '""'],
  ['length(setintersection(V, ["kms"])) > 0 ? OTHER : ""', '["s3"]', '["kms"]'],
  ['length({ for k, x in V : k => x if x != null }) > 0 ? V.key : ""', '{ key = null }', '{ key = KEY }'],

  // What fails, and what takes its place.
  ['try(V ? OTHER : null, null)', 'null', 'true'],
  ['try(V ? OTHER : null, null)', '[]', 'true'],
  ['try([for x in V : OTHER][0], null)', '"x"', '["x"]'],
  ['try([for x in ["a"] : OTHER if V][0], null)', '"x"', 'true'],
  ['try({ for x in V : x => OTHER }.kms, null)', '[null]', '["kms"]'],
  ['try({ for x in V : x => OTHER }.kms, null)', '["kms", "kms"]', '["kms"]'],
  ['try({ for x in V : x => OTHER... }.kms[0], null)', '["s3", "s3"]', '["kms", "kms"]'],
  ['try({ for x in ["kms", V] : x => OTHER }.kms, null)', '"kms"', '"s3"'],
  ['try({ (V) = OTHER }.kms, null)', '[]', '"kms"'],
  ['try([OTHER][V], null)', '1', '0'],
  ['try([OTHER][V], null)', '"x"', '0'],
  ['try([OTHER][V], null)', 'null', '0'],
  ['try({ kms = OTHER }[V], null)', 'null', '"kms"'],
  ['try(V.key.arn, null)', '{ key = "x" }', '{ key = { arn = KEY } }'],
  ['try(V[0], null)', '{}', '[KEY]'],
  ['try(V + 1 > 0 ? OTHER : null, null)', 'null', '1'],
  ['try("%{ for x in V }${x}%{ endfor }", null)', 'null', '[KEY]'],
  ['try("%{ if V }${OTHER}%{ endif }", null)', 'null', 'true'],
  ['try(merge(V, { a = 1 }).key, null)', '"x"', '{ key = KEY }'],
  ['try(concat(V, [""])[0], null)', '"x"', '[KEY]'],
  ['try(concat(V...)[0], null)', '[[]]', '[[KEY]]'],
  ['try(concat(V...)[0], null)', '"x"', '[[KEY]]'],
  ['try(V[*].key, null)[0]', '[{ key = "" }]', '[{ key = KEY }]'],
  ['try(one(V[*].key), null)', '[{}]', '[{ key = KEY }]'],
  ['try(flatten(V)[0], null)', '"x"', '[[KEY]]'],
  ['try(compact(V)[0], null)', '[["x"]]', '["x"]'],
  ['try(compact(V)[0], null)', '["", null]', '["", "x"]'],
  ['try(formatlist("%s", V)[0], null)', '[]', '["x"]'],
  ['try(format("%d", V), null)', '"x"', '1'],
  ['try(zipmap(V, ["x"]).kms, null)', '[]', '["kms"]'],
  ['try(toset(V) == null ? null : one(toset(V)), null)', '["a", "b"]', '["a", "a"]'],
  ['try(V["a"]["b"], null)', '{ a = {} }', '{ a = { b = KEY } }'],
  ['try("${V}-key", null)', 'null', '"x"'],
  ['try((true ? V : [])[0], null)', '"x"', '["x"]'],
  ['try([OTHER][jsondecode(V)], null)', '""', '"0"'],
  ['try([for x in V : x.key][1], null)', '[{}, { key = KEY }]', '[{ key = "" }, { key = KEY }]'],
  ['try(file("${path.module}/${V}"), null)', 'null', '"main.tf"'],
  ['try(V.a, V.b, null)', '{ b = "" }', '{ a = KEY, b = "" }'],
  ['try(coalesce(V.a, V.b), null)', '{ a = null, b = "" }', '{ a = null, b = KEY }'],
  ['try(V.key, null)', '{}', '{ key = KEY }'],
  ['try(V.key, null)', 'null', '{ key = KEY }'],
  ['try(V.kms.arn, "")', '{ kms = null }', '{ kms = { arn = KEY } }'],
  ['try(V[0], null)', '[]', '[KEY]'],
  ['try(V["main"].arn, "")', '{}', '{ main = { arn = KEY } }'],
  ['try(V[0].key, V[1].key, null)', '[{}]', '[{}, { key = KEY }]'],
  ['try(jsondecode(V).key, null)', '""', '"{\\"key\\":\\"x\\"}"'],
  ['try(tonumber(V) > 0 ? OTHER : null, null)', '"x"', '"1"'],
  ['try("${V}", null)', 'null'],
  ['try(one(V), null)', '["a", "b"]', '[KEY]'],
  ['try(element(V, 0), null)', '[]', '[KEY]'],
  ['try(lookup(V, "key"), null)', '{}', '{ key = KEY }'],
  ['try(keys(V)[0], null)', '{}', '{ x = 1 }'],
  ['try(values(V)[0], "")', '{}', '{ a = KEY }'],
  ['try(index(V, "kms") >= 0 ? OTHER : null, null)', '["s3"]', '["kms"]'],
  ['try(join("", V), null)', 'null', '[KEY]'],
  ['try(tolist(V)[0], null)', '"x"', '[KEY]'],
  ['try(-V > 0 ? null : OTHER, null)', '"x"', '"1"'],
  ['try(!V ? null : OTHER, null)', '"x"', '"true"'],
  ['try(V ? OTHER : null, null)', '"x"', '"true"'],
  ['try([for x in V : x][0], null)', 'null', '[KEY]'],
  ['try({ (V) = OTHER }.kms, null)', 'null', '"kms"'],
  ['try(zipmap(["key"], V).key, null)', '[]', '[KEY]'],
  ['try(jsondecode(file("${path.module}/${V}")).key, null)', '"gone.json"', '"key.json"'],
  ['fileexists("${path.module}/${V}") ? OTHER : null', '"gone.json"', '"key.json"'],
  ['try(coalesce(V, ""), null)', '""'],
  ['try(coalesce(V...), null)', '[""]', '["", KEY]'],
  ['try(coalesce("", V), V)', 'null'],

  // Maps.
  ['lookup(V, "key", null)', '{}', '{ key = KEY }'],
  ['lookup(V, "key", "")', '{ key = null }', '{ key = KEY }'],
  ['lookup({ key = V, other = OTHER }, "key", OTHER)', '""'],
  ['lookup({}, "key", V)', 'null'],
  ['lookup({ prod = OTHER }, V, null)', '"dev"', '"prod"'],
  ['{ prod = OTHER, dev = null }[V]', '"dev"', '"prod"'],
  ['try({ prod = OTHER }[V], null)', '"dev"', '"prod"'],
  ['{ kms = OTHER, (V) = "" }["kms"]', '"kms"', '"s3"'],
  ['lookup({ "${V}-kms" = OTHER, kms = null }, "prod-kms", null)', '"dev"', '"prod"'],
  ['merge({ key = V }, { other = OTHER }).key', 'null'],
  ['merge({ key = OTHER }, V).key', '{ key = null }', '{}'],
  ['merge({ key = null }, V).key', '{}', '{ key = KEY }'],
  ['merge(V, { other = OTHER }).key', '{ key = "" }', '{ key = KEY }'],
  ['merge(V...).key', '[{ key = KEY }, { key = "" }]', '[{ key = "" }, { key = KEY }]'],
  ['merge([{ key = "" }, V]...).key', '{}', '{ key = KEY }'],
  ['values({ a = V, b = OTHER })[0]', '""'],
  ['join("", values(V))', '{}', '{ a = KEY }'],
  ['join("", keys(V))', '{}', '{ x = 1 }'],
  ['zipmap(["a", "b"], [V, OTHER]).a', 'null'],
  ['zipmap(["a"], V).a', '[null]', '[KEY]'],
  ['lookup(zipmap(V, [OTHER]), "kms", null)', '["s3"]', '["kms"]'],
  ['try(transpose(V).kms[0] == "a" ? OTHER : null, null)', '{ a = ["s3"] }', '{ a = ["kms"] }'],
  ['tomap({ a = V, b = OTHER }).a', '""'],
  ['lookup(tomap(V), "key", null)', '{}', '{ key = KEY }'],

  // Lists.
  ['element([V, OTHER], 0)', '""'],
  ['element([OTHER, ""], V)', '1', '0'],
  ['element(concat(V, [""]), 0)', '[]', '[KEY]'],
  ['[OTHER, null][V]', '1', '0'],
  ['["", OTHER][index(["s3", "kms"], V)]', '"s3"', '"kms"'],
  ['["", OTHER][index(V, "kms")]', '["kms", "s3"]', '["s3", "kms"]'],
  ['one(V)', '[]', '[KEY]'],
  ['one([V])', 'null'],
  ['join("", V)', '[]', '[KEY]'],
  ['join("", [V])', '""'],
  ['join("", compact([V, ""]))', '""'],
  ['join("", compact([V]))', 'null'],
  ['join(V, ["", ""])', '""'],
  ['try(compact([V])[0], null)', '""'],
  ['concat([V], [OTHER])[0]', 'null'],
  ['concat(V, [null])[0]', '[]', '[KEY]'],
  ['concat(V...)[0]', '[[""]]', '[[KEY]]'],
  ['flatten([[V], [OTHER]])[0]', '""'],
  ['join("", flatten(V))', '[[], []]', '[[KEY], []]'],
  ['try(flatten([V])[0], "")', '[]', '[KEY]'],
  ['reverse([OTHER, V])[0]', '""'],
  ['slice([V, OTHER], 0, 1)[0]', '""'],
  ['slice(["", OTHER], V, 2)[0]', '0', '1'],
  ['distinct(V)[0]', '["", ""]', '[KEY]'],
  ['coalescelist(V, [""])[0]', '[]', '[KEY]'],
  ['coalescelist([V], [OTHER])[0]', '""'],
  ['chunklist([V, OTHER], 1)[0][0]', '""'],
  ['sort(V)[0]', '["a", ""]', '["a", KEY]'],
  ['try(matchkeys([OTHER], [V], ["kms"])[0], null)', '"s3"', '"kms"'],
  ['join("", [for i in range(V) : OTHER])', '0', '1'],
  ['one(setsubtract(V, ["a"]))', '["a"]', '["a", KEY]'],
  ['join("", setintersection(V, ["a"]))', '["b"]', '["a"]'],
  ['join("", setunion(V, [""]))', '[]', '[KEY]'],
  ['one(toset(V))', '[]', '[KEY]'],
  ['one(toset([V, V]))', '""'],
  ['tolist([V, OTHER])[0]', '""'],
  ['tolist(toset(V))[0]', '[""]', '[KEY]'],

  ['lookup(zipmap([V], [OTHER]), "kms", null)', '"s3"', '"kms"'],
  ['length(toset(["a", V])) > 1 ? OTHER : null', '"a"', '"b"'],
  ['{ b = null, c = OTHER }[tolist(toset(["c", V]))[0]]', '"b"', '"d"'],
  ['[V] != ["kms"] ? null : OTHER', '"s3"', '"kms"'],
  ['{ kms = V } == { kms = false } ? OTHER : null', 'true', 'false'],
  ['try(formatlist("key/%s", V)[0], null)', '[]', '["x"]'],
  ['try(formatlist("key/%s", [V])[0], null)', 'null', '"x"'],

  // Loops.
  ['[for x in V : x][0]', '[""]', '[KEY]'],
  ['[for x in [V, OTHER] : x][0]', 'null'],
  ['[for k, x in { a = V, b = OTHER } : x][0]', '""'],
  ['one([for x in V : x])', '[]', '[KEY]'],
  ['one([for x in V : x if x != ""])', '[""]', '["", KEY]'],
  ['one([for x in V : x.key if x.name == "audit"])', '[{ name = "a", key = KEY }]', '[{ name = "audit", key = KEY }]'],
  ['one([for x in ["a"] : OTHER if V])', 'false', 'true'],
  ['one([for x in ["a"] : OTHER if x == V])', '"b"', '"a"'],
  ['one([for i, x in V : x if i == 0])', '[]', '[KEY]'],
  ['join("", [for k, x in V : k])', '{}', '{ x = 1 }'],
  ['{ for k, x in V : k => x }["key"]', '{ key = null }', '{ key = KEY }'],
  ['{ for k, x in V : upper(k) => x }["KEY_ID"]', '{ key_id = null }', '{ key_id = KEY }'],
  ['try({ for k, x in V : k => x if x != "" }.key, null)', '{ key = "" }', '{ key = KEY }'],
  ['try({ for k, x in V : k => x if k != "other" }.key, null)', '{ other = KEY }', '{ key = KEY }'],
  ['try({ for x in V : x.name => x.key... }["a"][0], null)', '[]', '[{ name = "a", key = KEY }]'],
  ['{ for x in V : x.name => x.key... }["a"][0]', '[{ name = "a", key = "" }]', '[{ name = "a", key = KEY }]'],
  ['{ for x in ["a"] : x => V }.a', 'null'],
  ['{ for x in ["a"] : x => V... }.a[0]', 'null'],
  ['lookup({ for x in V : x => OTHER }, "kms", null)', '[]', '["kms"]'],
  ['lookup({ for x in [V] : x => OTHER }, "kms", null)', '"s3"', '"kms"'],
  ['try({ for x in ["a", V] : x => x }.b, null)', '"a"', '"b"'],
  ['one(V[*])', 'null'],
  ['try((V[*].key)[0], null)', '[]', '[{ key = KEY }]'],
  ['(V[*].key)[0]', '{ key = "" }', '{ key = KEY }'],
  ['one(V.*.key)', '[]', '[{ key = KEY }]'],
  ['one([V][*].key)', '{ key = "" }', '{ key = KEY }'],
  ['join("", V[*])', 'null'],
  ['element(values(V)[*].key, 0)', '{ a = { key = "" } }', '{ a = { key = KEY } }'],

  // Trails for each of something.
  ['each.value', '{ a = null }', '{ a = KEY }', { repeat: 'for_each = V' }],
  ['lookup(each.value, "key", null)', '{ a = {} }', '{ a = { key = KEY } }', { repeat: 'for_each = V' }],
  ['lookup({ prod = OTHER }, each.key, null)', '{ dev = 1 }', '{ prod = 1 }', { repeat: 'for_each = V' }],
  ['lookup({ prod = OTHER }, each.key, null)', '["dev"]', '["prod"]', { repeat: 'for_each = toset(V)' }],
  ['lookup({ prod = OTHER }, each.value, null)', '["dev"]', '["prod"]', { repeat: 'for_each = toset(V)' }],
  ['lookup({ prod = OTHER }, each.key, null)', '"dev"', '"prod"', { repeat: 'for_each = toset([V])' }],
  ['each.value.key', '[{ n = "a", key = "" }]', '[{ n = "a", key = KEY }]', { repeat: 'for_each = { for x in V : x.n => x }' }],
  ['try(each.value.key, null)', '[{ n = "a" }]', '[{ n = "a", key = KEY }]', { repeat: 'for_each = { for x in V : x.n => x }' }],
  ['each.value.key', '{ a = null }', '{ a = KEY }', { repeat: 'for_each = { for k, x in V : k => { key = x } }' }],
  ['each.value', 'null', 'KEY', { repeat: 'for_each = { a = V, b = OTHER }' }],
  ['each.value', '{}', '{ key = KEY }', { repeat: 'for_each = merge({ key = "" }, V)' }],
  ['V[each.key]', '{ a = "" }', '{ a = KEY }', { repeat: 'for_each = toset(["a"])' }],
  ['V[count.index]', '[""]', '[KEY]', { repeat: 'count = length(V)' }],
  ['V[count.index]', '[KEY, ""]', '[KEY, KEY]', { repeat: 'count = 2' }],
  ['[OTHER, ""][count.index]', '2', '1', { repeat: 'count = V' }],
  ['count.index == 1 ? null : OTHER', '2', '1', { repeat: 'count = V' }],
  ['element([V], count.index)', '""', 'KEY', { repeat: 'count = 1' }],
  ['V', 'null', 'KEY', { repeat: 'count = 1' }],

  // Types.
  ['V.key', '{}', '{ key = KEY }', { type: 'object({ key = optional(string) })' }],
  ['V.key', '{}', '{ key = KEY }', { type: 'object({ key = optional(string, "") })' }],
  ['V.key', '{ key = null }', '{ key = KEY }', { type: 'object({ key = optional(string, "") })' }],
  ['V["a"].key', '{ a = {} }', '{ a = { key = KEY } }', { type: 'map(object({ key = optional(string) }))' }],
  ['V[0].key', '[{}]', '[{ key = KEY }]', { type: 'list(object({ key = optional(string) }))' }],
  ['one(V).key', '[{}]', '[{ key = KEY }]', { type: 'set(object({ key = optional(string) }))' }],
  ['V.kms.arn', '{}', '{ kms = { arn = KEY } }', { type: 'object({ kms = optional(object({ arn = optional(string) }), {}) })' }],
  ['try(V.kms.arn, null)', '{}', '{ kms = { arn = KEY } }', { type: 'object({ kms = optional(object({ arn = string })) })' }],
  ['V.kms == null ? null : V.kms.arn', '{}', '{ kms = { arn = KEY } }', { type: 'object({ kms = optional(object({ arn = string })) })' }],
  ['V.on ? OTHER : null', '{}', '{ on = true }', { type: 'object({ on = optional(bool, false) })' }],
  ['each.value.key', '{ a = {} }', '{ a = { key = KEY } }', { type: 'map(object({ key = optional(string) }))', repeat: 'for_each = V' }],
  ['one(V)', '[]', '[KEY]', { type: 'set(string)' }],
  ['one(V)', '["", ""]', '[KEY, KEY]', { type: 'set(string)' }],
  ['join("", V)', '[]', '[KEY]', { type: 'list(string)' }],
  ['V ? OTHER : null', '"false"', '"true"', { type: 'bool' }],
  ['V > 0 ? OTHER : null', '"0"', '"1"', { type: 'number' }],
  ['V == "1" ? null : OTHER', '1', '2', { type: 'string' }],
  ['lookup(V, "key", null)', '{}', '{ key = KEY }', { type: 'map(string)' }],
  ['V[0] == "" ? null : V[0]', '["", 1]', '[KEY, 1]', { type: 'tuple([string, number])' }],

  // One of two.
  ['V', 'null', 'KEY', { or: '""' }],
  ['trimspace(V)', '""', 'KEY', { or: '" "' }],
  ['try(coalesce(V, ""), null)', 'null', 'KEY', { or: '""' }],
  ['V == null ? null : V', 'null', 'KEY', { or: '""' }],
  ['V == null || V == "" ? null : OTHER', 'null'],
  ['V == "prod" ? OTHER : null', '"dev"', '"prod"', { or: '"test"' }],
  ['!V ? null : OTHER', 'false', 'true', { or: '"false"' }],
  ['contains(["prod"], V) ? OTHER : null', '"dev"', '"prod"', { or: '"test"' }],
  ['lookup({ prod = OTHER }, V, null)', '"dev"', '"prod"', { or: '"test"' }],
  ['lookup({ prod = OTHER, dev = null, test = "" }, V)', '"dev"', '"prod"', { or: '"test"' }],
  ['try({ prod = OTHER }[V], null)', '"dev"', '"prod"', { or: '"test"' }],
  ['element(["", null, OTHER], V)', '0', '2', { or: '1' }],
  ['length(V) > 1 ? OTHER : null', '[]', '["a", "b"]', { or: '["a"]' }],
  ['try(V.key, null)', '{}', '{ key = KEY }', { or: '{ key = "" }' }],
  ['one([for x in V : x])', '[]', '[KEY]', { or: '[""]' }],
  ['join("", compact([V]))', 'null', 'KEY', { or: '""' }],
  ['"${V == null ? "" : V}"', 'null', 'KEY', { or: '""' }],
  ['replace(V, "x", "")', '"x"', 'KEY', { or: '"xx"' }],
  ['local.key', '"dev"', '"prod"', { or: '"test"', also: 'locals {\n  key = V == "prod" ? OTHER : null\n}' }],
  ['module.sub.trimmed', '" "', 'KEY', { or: '"  "', also: sub('v = V') }],

  // By other names.
  ['local.c', 'null', 'KEY', { also: 'locals {\n  a = { key = V, other = OTHER }\n  b = local.a\n  c = local.b.key\n}' }],
  ['local.keys[local.env]', '"dev"', '"prod"', { also: 'locals {\n  env = V\n  keys = { dev = "", prod = OTHER }\n}' }],
  ['try(local.all[local.env].key, null)', '{ dev = {} }', '{ dev = { key = KEY } }', { also: 'locals {\n  env = "dev"\n  all = V\n}' }],
  ['module.sub.v', 'null', 'KEY', { also: sub('v = V') }],
  ['module.sub.all.v', '""', 'KEY', { also: sub('v = V') }],
  ['module.sub.trimmed', '" "', 'KEY', { also: sub('v = V') }],
  ['one(module.sub[*].v)', 'false', 'true', { also: sub('count = V ? 1 : 0\n  v = OTHER') }],
  ['try(module.sub[0].v, null)', '0', '1', { also: sub('count = V\n  v = OTHER') }],
  ['module.sub["a"].v', '{ a = null }', '{ a = KEY }', { also: sub('for_each = V\n  v = each.value') }],
  ['values(module.sub)[0].v', '{ a = null }', '{ a = KEY }', { also: sub('for_each = V\n  v = each.value') }],
  ['element(values(module.sub)[*].v, 0)', '{ a = null }', '{ a = KEY }', { also: sub('for_each = V\n  v = each.value') }],
  ['try(module.sub["a"].v, null)', '{}', '{ a = KEY }', { also: sub('for_each = V\n  v = each.value') }],
  ['[for s in module.sub : s.v][0]', '{ a = null }', '{ a = KEY }', { also: sub('for_each = V\n  v = each.value') }],
  ['module.sub[each.key].v', '{ a = null }', '{ a = KEY }', { repeat: 'for_each = V', also: sub('for_each = V\n  v = each.value') }],
  ['one(aws_kms_key.k[*].arn)', 'false', 'true', { also: counted }],
  ['one(aws_kms_key.k.*.arn)', 'false', 'true', { also: counted }],
  ['try(aws_kms_key.k[0].arn, null)', 'false', 'true', { also: counted }],
  ['join("", aws_kms_key.k[*].arn)', 'false', 'true', { also: counted }],
  ['length(aws_kms_key.k) > 0 ? aws_kms_key.k[0].arn : null', 'false', 'true', { also: counted }],
  ['V ? aws_kms_key.k[0].arn : null', 'false', 'true', { also: counted }],
  ['concat(aws_kms_key.k[*].arn, [""])[0]', 'false', 'true', { also: counted }],
  ['element(concat(aws_kms_key.k.*.arn, [""]), 0)', 'false', 'true', { also: counted }],
  ['try(aws_kms_key.k["kms"].arn, null)', '["s3"]', '["kms"]', { also: keyed }],
  ['one([for k in aws_kms_key.k : k.arn])', '[]', '["kms"]', { also: keyed }],
  ['one(values(aws_kms_key.k)[*].arn)', '[]', '["kms"]', { also: keyed }],
  ['aws_cloudwatch_log_group.g.kms_key_id', 'null', 'KEY', { also: 'resource "aws_cloudwatch_log_group" "g" {\n  kms_key_id = V\n}' }],
];

const key = '"arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"';

/** A finding by the text at its place, the file that it is in, and the inputs that its message names. */
interface Found {
  readonly path: string;
  readonly at: string;
  readonly inputs: readonly string[];
}

interface Situation {
  readonly texts: Readonly<Record<string, string>>;
  /** What is found if the value is a bad one. */
  readonly found: readonly Found[];
}

/** The same meaning, come by in another way. `null` is for a row that has no such variant. */
type Variant = (row: Row, value: string) => Situation | null;

const variants: Readonly<Record<string, Variant>> = {
  // What its type makes of it would not be made.
  'is written in the module': (row, value) =>
    row[3]?.type === undefined ? { texts: moduleOf(row, `(${value})`), found: [inModule(row, `(${value})`)] } : null,
  'is a default': (row, value) => ({
    texts: moduleOf(row, 'var.v', declare('v', value, row)),
    found: [inModule(row, 'var.v', 'var.v')],
  }),
  'is a default, with an input beside it that has no part in it': (row, value) => {
    const [expression, ...rest] = row;
    const beside: Row = [`[${expression}\n, var.w][0]`, ...rest];
    const texts = moduleOf(beside, 'var.v', `${declare('v', value, row)}variable "w" {\n  default = ""\n}\n`);
    return { texts, found: [inModule(beside, 'var.v', 'var.v')] };
  },
  'is in a file of variables': (row, value) => ({
    texts: { ...moduleOf(row, 'var.v', declare('v', row[2] ?? 'KEY', row)), 'm/terraform.tfvars': `v = ${value}\n` },
    found: [inModule(row, 'var.v', 'var.v')],
  }),
  'is the default of a local value': (row, value) => ({
    texts: moduleOf(row, 'local.v', `${declare('v', value, row)}locals {\n  v = var.v\n}\n`),
    found: [inModule(row, 'local.v', 'var.v')],
  }),
  'is the default of what another module gives back': (row, value) => ({
    texts: moduleOf(row, 'module.by.v', `${declare('v', value, row)}${call('by', 'sub', 'v = var.v')}`),
    found: [inModule(row, 'module.by.v', 'var.v')],
  }),
  'is not passed to another module': (row, value) => ({
    texts: {
      ...moduleOf(row, 'module.by.v', call('by', 'by', '')),
      'by/main.tf': `${declare('v', value, row)}output "v" {\n  value = var.v\n}\n`,
    },
    found: [inModule(row, 'module.by.v', 'v of module.by')],
  }),
  'is passed to another module': (row, value) => ({
    texts: {
      ...moduleOf(row, 'module.by.v', call('by', 'by', `v = ${value}`)),
      'by/main.tf': `${declare('v', undefined, row)}output "v" {\n  value = var.v\n}\n`,
    },
    found: [inModule(row, 'module.by.v')],
  }),
  'is passed by a call': (row, value) => ({
    texts: { ...called(row, row[2] ?? 'KEY'), 'c/main.tf': call('m', 'm', `v = ${value}`) },
    found: [{ path: 'c/main.tf', at: `v = ${value}`, inputs: [] }],
  }),
  'is passed by a call that has to': (row, value) => ({
    texts: { ...called(row), 'c/main.tf': call('m', 'm', `v = ${value}`) },
    found: [{ path: 'c/main.tf', at: `v = ${value}`, inputs: [] }],
  }),
  'is not passed by a call': (row, value) => ({
    texts: { ...called(row, value), 'c/main.tf': call('m', 'm', '') },
    found: [{ path: 'c/main.tf', at: 'module "m"', inputs: ['v of module.m'] }, inModule(row, 'var.v', 'var.v')],
  }),
  'is passed by one of two calls': (row, value) => ({
    texts: {
      ...called(row, row[2] ?? 'KEY'),
      'c/main.tf': call('good', 'm', `v = ${row[2] ?? 'KEY'}`) + call('m', 'm', `v = ${value}`),
    },
    found: [{ path: 'c/main.tf', at: `v = ${value}`, inputs: [] }],
  }),
  'is a local value that a call passes': (row, value) => ({
    texts: { ...called(row), 'c/main.tf': `locals {\n  w = ${value}\n}\n${call('m', 'm', 'v = local.w')}` },
    found: [{ path: 'c/main.tf', at: 'v = local.w', inputs: [] }],
  }),
  'is a default that a call passes': (row, value) => ({
    texts: { ...called(row), 'c/main.tf': declare('w', value) + call('m', 'm', 'v = var.w') },
    found: [{ path: 'c/main.tf', at: 'v = var.w', inputs: ['var.w'] }],
  }),
  'is in a file of variables of the one that calls': (row, value) => ({
    texts: {
      ...called(row),
      'c/main.tf': declare('w') + call('m', 'm', 'v = var.w'),
      'c/terraform.tfvars': `w = ${value}\n`,
    },
    found: [{ path: 'c/main.tf', at: 'v = var.w', inputs: ['var.w'] }],
  }),
  'is one of two that a call passes': (row, value) => {
    const [, bad, , more] = row;
    const either = `v = data.external.e.result == "x" ? ${value} : ${value === bad ? more?.or : value}`;
    const texts = { ...called(row), 'c/main.tf': call('m', 'm', either) };
    return more?.or === undefined ? null : { texts, found: [{ path: 'c/main.tf', at: either, inputs: [] }] };
  },
  'is passed to the one that calls': (row, value) => ({
    texts: {
      ...called(row),
      'c/main.tf': declare('w', row[2] ?? 'KEY') + call('m', 'm', 'v = var.w'),
      'd/main.tf': call('c', 'c', `w = ${value}`),
    },
    found: [{ path: 'd/main.tf', at: `w = ${value}`, inputs: [] }],
  }),
};

/** Situations in which a bad value is one that nobody gets, or nothing is known. */
const harmless: Readonly<Record<string, (row: Row) => Readonly<Record<string, string>>>> = {
  'a default instead of which all calls pass a good one': (row) => ({
    ...called(row, row[1]),
    'c/main.tf': call('m', 'm', `v = ${row[2] ?? 'KEY'}`),
    'd/main.tf': declare('w') + call('m', 'm', 'v = var.w'),
  }),
  'the default of one that calls, which is passed a good one': (row) => ({
    ...called(row),
    'c/main.tf': declare('w', row[1]) + call('m', 'm', 'v = var.w'),
    'd/main.tf': call('c', 'c', `w = ${row[2] ?? 'KEY'}`),
  }),
  'an input that nobody sets': (row) => called(row),
  'an input that nobody sets, of a call': (row) => ({
    ...called(row, row[1]),
    'c/main.tf': declare('w') + call('m', 'm', 'v = var.w'),
  }),
  'what a resource gives': (row) => ({
    ...called(row, row[1]),
    'c/main.tf': `resource "aws_kms_key" "k" {}\n${call('m', 'm', 'v = aws_kms_key.k.arn')}`,
  }),
  'what is read when Terraform runs': (row) => ({
    ...called(row, row[1]),
    'c/main.tf': call('m', 'm', 'v = data.external.e.result'),
  }),
};

describe('the way of a value', () => {
  for (const row of rows) {
    const [expression, bad, , more] = row;
    const title = [expression, ...Object.values(more ?? {})].map((text) => text.replace(/\s+/g, ' ').trim());
    it(`leads from ${bad} to ${title.join(', ')}`, async () => {
      const syntax = await loading;
      const wrong = situationsOf(row).flatMap(([name, texts, found]) => {
        const [seen, expected] = [find(texts, syntax), found.map(inKey)].map((all) => all.map(show).join('; '));
        return seen === expected ? [] : [`${name}: ${seen || 'nothing'}, not ${expected || 'nothing'}`];
      });
      assert.deepEqual(wrong, []);
    });
  }
});

type Named = readonly [name: string, texts: Situation['texts'], found: readonly Found[]];

function situationsOf(row: Row): readonly Named[] {
  const [, bad, good = 'KEY'] = row;
  const varied = Object.entries(variants).flatMap(([name, variant]): readonly Named[] => {
    const [wrong, right] = [variant(row, bad), variant(row, good)];
    if (!wrong || !right) return [];
    return [
      [`${bad} ${name}`, wrong.texts, wrong.found],
      [`${good} ${name}`, right.texts, []],
    ];
  });
  return [...varied, ...Object.entries(harmless).map(([name, textsOf]): Named => [name, textsOf(row), []])];
}

function show({ path, at, inputs }: Found): string {
  return `${path}: ${at} (${inputs.join(', ')})`;
}

function find(files: Readonly<Record<string, string>>, syntax: Syntax): readonly Found[] {
  const texts = new Map(Object.entries(files).map(([path, text]) => [path, withKeys(text)]));
  return run(texts, syntax, keysOnly).findings.map(({ place, message }) => ({
    path: place.path,
    at: textAt(place, texts),
    inputs: inputsIn(render(message)),
  }));
}

function textAt({ path, span }: Place, texts: Texts): string {
  return (texts.get(path) ?? '').slice(span.start, span.end);
}

/** As a message says them. */
function inputsIn(message: string): readonly string[] {
  const [, input, call] = message.match(/ unless (.+) is (?:set|passed to (.+?)):/) ?? [];
  if (input !== undefined) return [call === undefined ? input : `${input} of ${call}`];
  return message.match(/\(see (.+?)\)/)?.[1]?.split(', ') ?? [];
}

function inModule([expression]: Row, v: string, ...inputs: readonly string[]): Found {
  return { path: 'm/main.tf', at: insert(expression, v), inputs };
}

function inKey(found: Found): Found {
  return { ...found, at: withKeys(found.at) };
}

/** The module as those who call it see it. */
function called(row: Row, value?: string): Readonly<Record<string, string>> {
  return moduleOf(row, 'var.v', declare('v', value, row));
}

function moduleOf([expression, , , more]: Row, v: string, declarations = ''): Readonly<Record<string, string>> {
  const trail = ['s3_bucket_name = "audit-logs"', more?.repeat ?? '', `kms_key_id = ${expression}`];
  const text = `${more?.also ?? ''}\nresource "aws_cloudtrail" "t" {\n${trail.join('\n')}\n}\n`;
  return {
    'm/main.tf': `${declarations}${declare('other', 'KEY')}${insert(text, v)}`,
    'm/key.json': '{"key": "x"}',
    'sub/main.tf': `${declare('v')}
output "v" {
  value = var.v
}
output "all" {
  value = { v = var.v, other = "x" }
}
output "trimmed" {
  value = trimspace(var.v)
}
`,
  };
}

function declare(name: string, value?: string, row?: Row): string {
  const type = row?.[3]?.type;
  const lines = [type === undefined ? '' : `  type = ${type}\n`, value === undefined ? '' : `  default = ${value}\n`];
  return `variable "${name}" {\n${lines.join('')}}\n`;
}

function call(name: string, folder: string, body: string): string {
  return `module "${name}" {\n  source = "../${folder}"\n  ${body}\n}\n`;
}

function sub(body: string): string {
  return call('sub', 'sub', body);
}

function insert(text: string, v: string): string {
  return text.replace(/\bV\b/g, () => v).replace(/\bOTHER\b/g, 'var.other');
}

function withKeys(text: string): string {
  return text.replace(/\bKEY\b/g, () => key);
}
