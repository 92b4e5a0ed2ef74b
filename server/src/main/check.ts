import type { ReportedFinding } from '../core/analyze';
import { isModuleFile } from '../core/source';
import { type CheckedFinding, checkedFinding } from './checked-finding';
import type { Chosen } from './chosen';
import type { Folder } from './folders';
import { type Judging, judgeAlone, judgeModule, type Looked, lookAt, readAlone, readModule, sumOf } from './judging';

export interface Check extends Looked {
  /** In the order of the folders, and in each by file and place. */
  readonly findings: readonly CheckedFinding[];
}

/** Checks files and folders. A module is judged with the modules that it calls, and with those that call it among what is checked. */
export async function check(paths: readonly string[], chosen: Chosen, workingFolder: string): Promise<Check> {
  const { judging, folders, looked } = await lookAt(paths, chosen.settings, workingFolder);
  const checks: Check[] = [];
  for (const folder of folders) checks.push(await checkFolder(folder, chosen, judging));
  return { ...sumOf([looked, ...checks]), findings: checks.flatMap(({ findings }) => findings) };
}

async function checkFolder(folder: Folder, { isChosen }: Chosen, judging: Judging): Promise<Check> {
  const { shown, asked } = folder;
  const { library } = judging;
  const isWanted = (finding: ReportedFinding) => isChosen(finding) && asked.has(finding.place.path.slice(shown.length));
  const module = await readModule(folder, judging);
  const found = module ? (await judgeModule(module.sources, judging)).findings.filter(isWanted) : [];
  const ofModule = found.map((finding) => checkedFinding(finding, library.sourceAt));
  const alone = [...asked].filter(([name]) => !isModuleFile(name));
  const ofOthers = alone.map(([name, how]) => {
    const { source, looked } = readAlone(shown, name, how, judging);
    const findings = source ? judgeAlone(source, judging).findings.filter(isWanted) : [];
    return { looked, findings: findings.map((finding) => checkedFinding(finding, () => source)) };
  });
  const findings = [...ofModule, ...ofOthers.flatMap((other) => other.findings)];
  return {
    ...sumOf(ofOthers.map(({ looked }) => looked)),
    findings: findings.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}
