import { lazy } from '../../memory/lazy';
import { isSamePlace } from '../../model/place';
import type { Flag, PassedInput, Trail } from '../../model/project';
import { isAbsent, type Value } from '../../model/value';
import { stepsTo } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { repetitionOf } from '../evaluation/named-values';
import { truthOf } from '../evaluation/primitives';
import { variableIn } from '../evaluation/variables';
import type { Instance } from '../instance';
import { nameOfLocation } from '../sites/location';
import { type Site, siteOf } from '../sites/site';
import { aliasOf } from './alias';
import { bucketOf } from './bucket-of-trail';
import { readBucket } from './buckets';
import { type Declared, headerOf, plainAddressOf, rootOf } from './declared';
import { flagsOf, withFlags } from './flags';
import { keyNamed } from './key-named';
import { readKey } from './keys';
import { memberNamed } from './member';
import { asMade, calledRecorders, inCallersOf, isRedeclared, makingCallOf, ownRecorders, worstOf } from './recorders';
import { isNotOn, isOff, type Several, settingOf, switchOf } from './settings';

/** The trails of a module, and of the modules that it calls. */
export function readTrails(instance: Instance): readonly Trail[] {
  const { terraform: type } = vocabulary.trail;
  const called = lazy(() => calledRecorders(instance, type));
  return [
    ...ownRecorders(instance, type).map((own) => readTrail([own], () => noteOrigin(own))),
    ...called().map((several) => readTrail(several, called)),
  ];
}

function noteOrigin({ instance, resource }: Declared): void {
  const { module } = instance;
  // Of several with one address, only the first is found by it.
  if (module.resources.get(resource.address)?.block !== resource.block) module.managed(resource.type);
  repetitionOf(instance, resource);
}

const { attributes } = vocabulary.trail;

function readTrail(declared: Several<Declared>, note: () => void, byCall?: PassedInput): Trail {
  const one = worstOf(declared);
  const { instance, resource } = one;
  const address = plainAddressOf(one);
  const site = lazy(() => siteOf(rootOf(instance), address));
  const made = lazy((): Several<Declared> => {
    const [first = one, ...others] = declared.flatMap(asMade);
    return [first, ...others];
  });
  const home = lazy(() => asMade(one)[0] ?? one);
  const parts = {
    kmsKey: lazy(() => settingOf(made(), attributes.key.terraform, isAbsent)),
    logging: lazy(() => switchOf(made(), attributes.logging.terraform, isOff)),
    logFileValidation: lazy(() => switchOf(made(), attributes.logFileValidation.terraform, isNotOn)),
    multiRegion: lazy(() => switchOf(made(), attributes.multiRegion.terraform, isNotOn)),
    globalServiceEvents: lazy(() => switchOf(made(), attributes.globalServiceEvents.terraform, isOff)),
    logGroup: lazy(() => settingOf(made(), attributes.logGroup.terraform, isAbsent)),
    organization: lazy(() => settingOf(made(), attributes.organization.terraform, isNotOn)),
  };
  const inCallers = lazy(() => inCallersOf(one, (called) => readTrail([called], () => {})));
  return {
    address,
    header: headerOf(one),
    noteOrigin: note,
    get kmsKey() {
      return parts.kmsKey();
    },
    get logging() {
      return parts.logging();
    },
    get logFileValidation() {
      return parts.logFileValidation();
    },
    get multiRegion() {
      return parts.multiRegion();
    },
    get globalServiceEvents() {
      return parts.globalServiceEvents();
    },
    get logGroup() {
      return parts.logGroup();
    },
    get organization() {
      return parts.organization();
    },
    bucket: lazy(() => {
      const bucket = bucketOf(home().instance, resource);
      return bucket && readBucket(bucket);
    }),
    key: lazy(() => {
      const key = keyNamed(home().instance, parts.kmsKey().value);
      return key && readKey(memberNamed(key, home(), attributes.key.terraform));
    }),
    alias: lazy(() => aliasOf(home().instance, address, parts.kmsKey().value)),
    takesLogGroup: () => takesLogGroup(site()),
    takesKey: () => site()?.argument() !== undefined && site()?.places() !== 'several',
    flags: lazy(() => flagsOf(home(), parts.kmsKey().value)),
    misspelledKey: undefined,
    isRedeclared: isRedeclared(one),
    get keyDeployment() {
      const places = site()?.places();
      return typeof places === 'object' ? nameOfLocation(places.key) : undefined;
    },
    call: makingCallOf(one, site),
    inCallers,
    withKeysByCalls: lazy(() => (byCall ? [] : withKeysByCalls(home(), parts.kmsKey().value, inCallers))),
    byCall,
  };
}

/** Of several calls that make it use one key, the first is spoken of. */
function withKeysByCalls(trail: Declared, key: Value, inCallers: Trail['inCallers']): readonly Trail[] {
  return withFlags(trail, key).flatMap(({ flag, recorder }) => {
    const made = inCallers().made.find(
      (each) => isPassed(flag, each) && isSamePlace(each.key()?.declaration, flag.key.declaration),
    );
    if (!made?.call) return [];
    const { input, says } = flag;
    const byCall = { input, says, call: made.call.address, place: made.header };
    return [readTrail([recorder], () => {}, byCall)];
  });
}

/** Whether that is among what the call passes which makes it so. */
function isPassed({ input, value }: Flag, { call, kmsKey }: Trail): boolean {
  return stepsTo(kmsKey.value).some(
    (step) =>
      step.kind === 'argument' &&
      step.of === call?.address &&
      step.name === variableIn(input) &&
      truthOf(step.value) === value,
  );
}

function takesLogGroup(site: Site | undefined): boolean {
  const { logGroup, logRole } = attributes;
  return (
    typeof site?.trailPlace() === 'object' &&
    [logGroup, logRole].every(({ terraform }) => site.argumentFor(terraform) !== undefined)
  );
}
