import type { Policy } from '../../model/policy/statement';
import { takesPatterns, trailsOf } from '../../model/policy/widening';
import type { Permission, Trail } from '../../model/project';
import type { Instance } from '../instance';
import { type Declared, declarationNamed } from '../reading/declared';
import type { Widening } from '../reading/permissions';
import type { PolicyForm } from '../sites/policy-form';
import { type TrailsNamed, trailsNamedIn } from '../sites/widening';

/** Of each trail that a policy is to let in; undefined of one that is not in sight. */
export type Widenings = readonly (Widening | undefined)[];

export function widening(
  root: Instance,
  trailAddress: string,
  widen: (trail: Declared) => Widening,
): Widening | undefined {
  const trail = declarationNamed(root, trailAddress);
  return trail && widen(trail);
}

/** What a policy lacks for each of the trails of these addresses. */
export function lackingOfEach(
  trails: readonly Trail[],
  addresses: readonly string[],
  permissionOf: (trail: Trail) => Permission | undefined,
): readonly (readonly string[])[] {
  return addresses.map((address) =>
    trails.flatMap((trail) => (trail.address === address ? (permissionOf(trail)?.lacking ?? []) : [])),
  );
}

/** Where a policy names trails that may do what another one lacks, by the name of that and the number of the trail. */
export function trailsToName(
  root: Instance,
  form: PolicyForm,
  widenings: Widenings,
  namesPattern: boolean,
): (lacking: string, trail: number) => TrailsNamed | undefined {
  const found = new Map<number, TrailsNamed | undefined>();
  return (lacking, trail) => {
    const { policy: { statements } = none, numbers } = widenings[trail] ?? {};
    const number = numbers?.get(lacking) ?? -1;
    const statement = statements[number];
    const trails = statement && trailsOf(statement);
    if (!trails || (namesPattern && !takesPatterns(trails))) return undefined;
    if (!found.has(number)) found.set(number, trailsNamedIn(root, form, statement, statements));
    return found.get(number);
  };
}

const none: Pick<Policy, 'statements'> = { statements: [] };
