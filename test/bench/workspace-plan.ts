/** A workspace of 1,000 modules that call each other, the same in every run, and what is to be found in it. */
export interface WorkspacePlan {
  readonly modules: readonly PlannedModule[];
  readonly expected: Expected;
  /** A trail module that many call, and some of the environments that call it, or a service above it, without a key. */
  readonly shared: PlannedModule;
  readonly forgetful: readonly PlannedModule[];
}

/** How many findings there are. */
export interface Expected {
  /** At trails: not of those whose every call passes a key. */
  readonly own: number;
  /** At calls of modules that nobody calls. */
  readonly atCalls: number;
}

export interface PlannedModule {
  /** With `/` at its end. */
  readonly folder: string;
  readonly kind: 'label' | 'key' | 'trail' | 'library' | 'component' | 'service' | 'environment';
  /** Counts those of a kind. */
  readonly number: number;
  readonly calls: readonly PlannedCall[];
  /** Whether it has a variable for the key, with nothing as default. */
  readonly takesKey: boolean;
  /** Whether it has a trail that never has a key. */
  readonly hasOpenTrail: boolean;
}

export interface PlannedCall {
  readonly name: string;
  readonly callee: PlannedModule;
  readonly key: PassedKey;
}

/**
 * What a call passes as the key: a resource beside it, the output of another module, a variable that has no default, or the variable of its
 * own module. `none` where there is nothing to pass, `forgotten` where there would be.
 */
export type PassedKey = 'resource' | 'output' | 'input' | 'forwarded' | 'forgotten' | 'none';

/** Four levels: environments call services, these call components, and some of these a trail module. Nearly all call the label. */
export function planWorkspace(): WorkspacePlan {
  const label = plan('label', 0, 'modules/label/');
  const key = plan('key', 0, 'modules/security/kms/');
  const trails = range(38).map((number) =>
    plan('trail', number, `modules/security/trails/trail-${number}/`, { takesKey: true }),
  );
  const labelled = [call('label', label)];
  const libraries = range(160).map((number) =>
    plan('library', number, `modules/${at(areas, number)}/library-${number}/`, { calls: labelled }),
  );
  const components = range(200).map((number) => planComponent(number, { label, key, trails, libraries }));
  const services = range(250).map((number) => {
    const component = at(components, number);
    return plan('service', number, `services/${at(teams, number)}/service-${number}/`, {
      takesKey: component.takesKey,
      calls: [
        ...labelled,
        call('storage', at(libraries, number * 3)),
        call('component', component, component.takesKey ? 'forwarded' : 'none'),
      ],
    });
  });
  const environments = range(350).map((number) => planEnvironment(number, { key, trails, services, libraries }));
  const modules = [label, key, ...trails, ...libraries, ...components, ...services, ...environments];
  const shared = at(trails, 0);
  const forgetful = environments.filter((environment) => forgets(environment, shared));
  return { modules, expected: expect(modules), shared, forgetful };
}

const areas = ['network', 'storage', 'compute', 'messaging', 'identity'];
const teams = ['payments', 'search', 'accounts', 'catalogue', 'shipping', 'reporting', 'support'];
const stages = ['production', 'staging', 'development', 'sandbox'];
const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const keysOfServices: readonly PassedKey[] = ['forgotten', 'resource', 'output', 'resource', 'output'];
// A variable without a default is known to be a key by nobody: only where the module has its own finding anyway, for another call.
const keysOfShared: readonly PassedKey[] = ['resource', 'output', 'input', 'forgotten'];

interface Below {
  readonly label: PlannedModule;
  readonly key: PlannedModule;
  readonly trails: readonly PlannedModule[];
  readonly libraries: readonly PlannedModule[];
  readonly services: readonly PlannedModule[];
}

/** Every fourth has a trail, from one of 30 modules: in turns with the key that it is given, and with one of its own. */
function planComponent(number: number, { label, key, trails, libraries }: Omit<Below, 'services'>): PlannedModule {
  const turn = number / 4;
  const hasTrail = Number.isInteger(turn);
  const takesKey = hasTrail && turn % 2 === 0;
  const passed = takesKey ? 'forwarded' : turn % 4 === 1 ? 'resource' : 'output';
  return plan('component', number, `modules/components/${at(areas, number)}/component-${number}/`, {
    takesKey,
    calls: [
      call('label', label),
      call('library', at(libraries, number)),
      ...(hasTrail ? callWithKey('audit', trails[turn % 30], passed, key) : []),
    ],
  });
}

/** One in eight also calls the trail module that many call, a few one of those that nobody calls without a key. */
function planEnvironment(number: number, { key, trails, services, libraries }: Omit<Below, 'label'>): PlannedModule {
  const service = at(services, number);
  const trailCalls = [
    ...callWithKey('service', service, service.takesKey ? at(keysOfServices, number) : 'none', key),
    ...(number % 8 === 1 ? callWithKey('trail', trails[0], at(keysOfShared, (number - 1) / 8), key) : []),
    ...(number % 50 === 3
      ? callWithKey('ledger', trails[30 + (number % 4)], at(['resource', 'output'], number), key)
      : []),
  ];
  const folder = `environments/${at(stages, number)}/${at(regions, number)}/stack-${number}/`;
  return plan('environment', number, folder, {
    hasOpenTrail: number % 70 === 7,
    calls: [call('library', at(libraries, number * 7)), ...unique(trailCalls)],
  });
}

function plan(
  kind: PlannedModule['kind'],
  number: number,
  folder: string,
  more: Partial<PlannedModule> = {},
): PlannedModule {
  return { kind, number, folder, calls: [], takesKey: false, hasOpenTrail: false, ...more };
}

function call(name: string, callee: PlannedModule, key: PassedKey = 'none'): PlannedCall {
  return { name, callee, key };
}

/** Also of the module that makes the key, where the key is an output of it. */
function callWithKey(
  name: string,
  callee: PlannedModule | undefined,
  key: PassedKey,
  keyModule: PlannedModule,
): readonly PlannedCall[] {
  if (!callee) throw new Error(`There is no module to call as ${name}.`);
  return [...(key === 'output' ? [call('kms', keyModule)] : []), call(name, callee, key)];
}

function unique(calls: readonly PlannedCall[]): readonly PlannedCall[] {
  return [...new Map(calls.map((one) => [one.name, one])).values()];
}

function expect(modules: readonly PlannedModule[]): Expected {
  const called = new Set(modules.flatMap(({ calls }) => calls.map(({ callee }) => callee)));
  const roots = modules.filter((module) => !called.has(module));
  const reached = roots.flatMap((root) => trailsWithoutKey(root, false));
  const open = modules.filter(({ hasOpenTrail }) => hasOpenTrail);
  // A trail module that nobody calls is a root of its own, and no call.
  const atCalls = reached.filter((trail) => called.has(trail));
  return { own: new Set(reached).size + open.length, atCalls: atCalls.length };
}

function forgets(environment: PlannedModule, trail: PlannedModule): boolean {
  return trailsWithoutKey(environment, false).includes(trail);
}

/** The trail modules that come to have no key, once for every way to them. */
function trailsWithoutKey(module: PlannedModule, hasKey: boolean): readonly PlannedModule[] {
  if (module.kind === 'trail') return hasKey ? [] : [module];
  return module.calls.flatMap(({ callee, key }) => {
    if (!callee.takesKey) return trailsWithoutKey(callee, false);
    return trailsWithoutKey(callee, key === 'forwarded' ? hasKey : key !== 'forgotten');
  });
}

function range(size: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => index);
}

/** Counts from the first again after the last. */
function at<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}
