import { lazy } from '../../memory/lazy';
import type { EventDataStore } from '../../model/project';
import { isAbsent } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import type { Instance } from '../instance';
import { nameOfLocation } from '../sites/location';
import { siteOf } from '../sites/site';
import { type Declared, headerOf, plainAddressOf, rootOf } from './declared';
import { flagsOf } from './flags';
import { asMade, inCallersOf, isRedeclared, makingCallOf, recordersBelow, worstOf } from './recorders';
import { type Several, settingOf } from './settings';

/** The event data stores of a module, and of the modules that it calls. */
export function readStores(instance: Instance): readonly EventDataStore[] {
  return recordersBelow(instance, vocabulary.store.terraform).map(readStore);
}

function readStore(declared: Several<Declared>): EventDataStore {
  const one = worstOf(declared);
  const address = plainAddressOf(one);
  const [first = one, ...others] = declared.flatMap(asMade);
  const kmsKey = settingOf([first, ...others], vocabulary.store.attributes.key.terraform, isAbsent);
  const site = lazy(() => siteOf(rootOf(one.instance), address));
  return {
    address,
    header: headerOf(one),
    kmsKey,
    takesKey: () => site()?.argument() !== undefined && site()?.places() !== 'several',
    misspelledKey: undefined,
    flags: lazy(() => flagsOf(first, kmsKey.value)),
    // registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail_event_data_store
    isReplacedForKey: true,
    isRedeclared: isRedeclared(one),
    call: makingCallOf(one, site),
    inCallers: lazy(() => inCallersOf(one, (called) => readStore([called]))),
    get keyDeployment() {
      const places = site()?.places();
      return typeof places === 'object' ? nameOfLocation(places.key) : undefined;
    },
  };
}
