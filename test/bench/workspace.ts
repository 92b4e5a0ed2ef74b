import { check, measureCheck, type WorkspaceCheck } from './workspace-check';
import { type WrittenWorkspace, writeWorkspace } from './workspace-files';
import { type Expected, planWorkspace } from './workspace-plan';
import { measureWorkspaceTyping, type WorkspaceTyping } from './workspace-typing';

export interface Workspace extends WrittenWorkspace {
  readonly modules: number;
  readonly expected: Expected;
  readonly check: WorkspaceCheck;
  readonly typing: WorkspaceTyping;
}

/** Node's options for a profile of that name. */
export type Profiling = (name: string) => readonly string[];

/** Measures what has to do with many modules, in a folder that is empty. */
export async function measureWorkspace(dist: string, folder: string, profiling?: Profiling): Promise<Workspace> {
  const plan = planWorkspace();
  const written = writeWorkspace(folder, plan);
  const measured = await measureCheck(dist, folder, 5);
  // A run of its own: being watched takes time.
  if (profiling) await check(dist, folder, profiling('workspace-check'));
  const typing = await measureWorkspaceTyping(dist, folder, plan, profiling?.('workspace-typing') ?? []);
  return { ...written, modules: plan.modules.length, expected: plan.expected, check: measured, typing };
}

/** A sentence for each number that is not as expected. */
export function mistakesIn({
  files,
  expected,
  check: { findings, files: checked },
  typing,
}: Workspace): readonly string[] {
  const { own, atCalls } = findings;
  const isWrong = own !== expected.own || atCalls !== expected.atCalls;
  const wanted = `${expected.own} findings at trails and ${expected.atCalls} at calls were expected`;
  return [
    ...(isWrong ? [`Check of the workspace: ${wanted}, ${own} and ${atCalls} were found.`] : []),
    // Files of variables may be among those that are looked at.
    ...(checked < files ? [`Check of the workspace: ${files} files were expected, ${checked} were looked at.`] : []),
    ...(typing.findings !== typing.callers
      ? [`Opening files of the workspace: ${typing.callers} findings were expected, ${typing.findings} were found.`]
      : []),
    ...(typing.wrong > 0
      ? [`Typing in the workspace: ${typing.wrong} keystrokes were answered with other findings than expected.`]
      : []),
  ];
}
