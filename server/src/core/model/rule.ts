import type { Explanation } from './explanation';
import type { Finding, Severity } from './finding';
import type { Project } from './project';

export interface Rule {
  /** Names the fault, so that "ignore trail-without-kms-key" reads well. */
  readonly id: string;
  /** The Security Hub control, such as `CloudTrail.2`. */
  readonly control: string;
  /** One line for lists. */
  readonly title: string;
  /** `off` where it has to be asked for. */
  readonly severity: Severity | 'off';
  /** What it goes through; trails, where nothing is said. */
  readonly about?: 'stores';
  /** Has the same to say of trails that share no bucket and no key whether they are judged together or apart. */
  readonly check: (project: Project) => Iterable<Finding>;
  /** Why each resource that the rule looks at has the verdict that it has, reported or not. */
  readonly explain?: (project: Project) => Iterable<Explanation>;
}
