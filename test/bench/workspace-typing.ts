import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver/node';
import { residentMemory } from './memory';
import { type BenchServer, startBenchServer } from './server';
import { percentile } from './statistics';
import { terraform } from './terraform';
import { counted } from './workspace-check';
import type { WorkspacePlan } from './workspace-plan';

export interface WorkspaceTyping {
  /** The callers that are open beside the module that is typed into. */
  readonly callers: number;
  /** Milliseconds from opening the first file, in a server that has just started, to the first answer. */
  readonly first: number;
  /** The same to the last answer that was another than before. */
  readonly final: number;
  /** How many findings the callers had then. One each is expected. */
  readonly findings: number;
  readonly samples: number;
  /** Milliseconds from a keystroke to the findings of all open files, as percentiles. */
  readonly p50: number;
  readonly p95: number;
  readonly slowest: number;
  /** How many of all keystrokes, also of those before the samples, were answered with other findings than are expected after them. */
  readonly wrong: number;
  /** In MB, when all has been typed. */
  readonly memory: number | undefined;
}

const openCallers = 5;
const warmUp = 40;
const keystrokes = warmUp + 200;
/** Milliseconds between an answer and the next keystroke. */
const rest = 10;
/** Milliseconds after which no other answer is expected. */
const quiet = 2000;

/** Types in a trail module, where each keystroke changes what is found in its callers. */
export async function measureWorkspaceTyping(
  dist: string,
  folder: string,
  { shared, forgetful }: WorkspacePlan,
  nodeOptions: readonly string[],
): Promise<WorkspaceTyping> {
  const module = join(folder, shared.folder, 'variables.tf');
  const chosen = forgetful.slice(0, openCallers);
  const callers = chosen.map((caller) => join(folder, caller.folder, 'main.tf'));
  const direct = chosen.map(({ calls }) => calls.some(({ callee }) => callee === shared));
  const server = await startBenchServer(dist, folder, nodeOptions);
  const opening = await open(server, [module, ...callers]);
  const typed = await typeInto(server, module, callers, direct);
  const memory = residentMemory(server.pid);
  await server.end();
  const samples = typed.times.slice(warmUp);
  return {
    callers: callers.length,
    ...opening,
    samples: samples.length,
    p50: percentile(samples, 50),
    p95: percentile(samples, 95),
    slowest: percentile(samples, 100),
    wrong: typed.wrong,
    memory,
  };
}

/** Opens all files at once, and asks as long as the server says that its answers are no longer right. */
async function open(
  server: BenchServer,
  paths: readonly string[],
): Promise<Pick<WorkspaceTyping, 'first' | 'final' | 'findings'>> {
  const before = performance.now();
  for (const path of paths) server.open({ path, languageId: terraform.languageId }, readFileSync(path, 'utf8'));
  let first = Number.POSITIVE_INFINITY;
  let [final, findings] = [0, -1];
  const pullAll = async () => {
    const found = await Promise.all(
      paths.map(async (path) => {
        const items = await server.pull(path);
        first = Math.min(first, performance.now() - before);
        return withoutKey(items).length;
      }),
    );
    const sum = total(found);
    if (sum !== findings) final = performance.now() - before;
    findings = sum;
  };
  let seen = server.refreshes();
  await pullAll();
  for (let still = performance.now(); performance.now() - still < quiet; await pause(1)) {
    if (server.refreshes() === seen) continue;
    seen = server.refreshes();
    await pullAll();
    still = performance.now();
  }
  return { first, final, findings };
}

/**
 * Puts the default in a comment and takes it out again: without it a direct call must pass a key, and which one nobody knows here. The modules
 * between the others and this one pass on the nothing that they have by default.
 */
async function typeInto(
  server: BenchServer,
  module: string,
  callers: readonly string[],
  direct: readonly boolean[],
): Promise<{ readonly times: readonly number[]; readonly wrong: number }> {
  const lines = readFileSync(module, 'utf8').split('\n');
  const variable = lines.findIndex((text) => text.startsWith('variable "kms_key_arn"'));
  const line = lines.findIndex((text, index) => index > variable && /^ +default += null$/.test(text));
  if (variable < 0 || line < 0) throw new Error('The module has no default to type at.');
  const start = { line, character: 0 };
  const after = { line, character: 1 };
  const times: number[] = [];
  let wrong = 0;
  for (let keystroke = 0; keystroke < keystrokes; keystroke++) {
    await pause(rest);
    const hides = keystroke % 2 === 0;
    const before = performance.now();
    server.change(module, { start, end: hides ? start : after }, hides ? '#' : '');
    const [, ...found] = await Promise.all([module, ...callers].map(server.pull));
    times.push(performance.now() - before);
    if (found.some((items, index) => withoutKey(items).length !== (hides && direct[index] ? 0 : 1))) wrong++;
  }
  return { times, wrong };
}

function withoutKey(items: readonly Diagnostic[]): readonly Diagnostic[] {
  return items.filter(({ code }) => code === counted);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
