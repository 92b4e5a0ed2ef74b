import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';

export function hasCheckov(): boolean {
  return spawnSync('checkov', ['--version']).status === 0;
}

/** The check of checkov that is about the same as a rule. */
export const checks: Readonly<Record<string, string>> = {
  'trail-without-kms-key': 'CKV_AWS_35',
  'trail-without-log-validation': 'CKV_AWS_36',
  'trail-single-region': 'CKV_AWS_67',
  'trail-logging-disabled': 'CKV_AWS_251',
  'trail-without-cloudwatch-logs': 'CKV2_AWS_10',
  'trail-key-without-rotation': 'CKV_AWS_7',
};

/** The checks of resources that fail, as `CHECK RESOURCE`, by the upper folder that the file is in. One run for all, as starting takes long. */
export function failedChecks(folder: string): ReadonlyMap<string, readonly string[]> {
  const wanted = Object.values(checks).join(',');
  const options = ['--framework', 'terraform', 'cloudformation', '--check', wanted, '--output', 'json', '--quiet'];
  const { stdout, stderr } = spawnSync('checkov', ['--directory', folder, ...options, '--compact', '--skip-download'], {
    encoding: 'utf8',
    maxBuffer: 1 << 29,
    timeout: 400_000,
  });
  const failed = new Map<string, string[]>();
  for (const { results } of [parse(stdout, stderr)].flat())
    for (const { check_id, resource, file_abs_path } of results?.failed_checks ?? []) {
      const [place = ''] = relative(folder, file_abs_path).split(/[/\\]/);
      failed.set(place, [...(failed.get(place) ?? []), `${check_id} ${resource}`]);
    }
  return failed;
}

/** The part of what checkov prints that is used here; without anything to check there are no results. */
interface Result {
  readonly results?: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly resource: string;
      readonly file_abs_path: string;
    }[];
  };
}

function parse(stdout: string, stderr: string): Result | readonly Result[] {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`checkov gave no JSON, but:\n${stdout.slice(0, 2000)}\n${stderr.slice(0, 2000)}`);
  }
}
