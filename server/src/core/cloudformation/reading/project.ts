import { lazy } from '../../memory/lazy';
import type { Project } from '../../model/project';
import { vocabulary } from '../../model/vocabulary';
import { isNeverCreated } from '../evaluation/conditions';
import { resourcesOfType, type Template, type TemplateResource } from '../template';
import { readKey } from './keys';
import { readStore, readTrail } from './trails';

/** The trails and event data stores of a template, and the keys they could use. */
export function readProject(template: Template): Project {
  const project: Project = {
    whole: () => project,
    trails: created(template, vocabulary.trail.cloudformation).map((resource) => readTrail(template, resource)),
    stores: lazy(() =>
      created(template, vocabulary.store.cloudformation).map((resource) => readStore(template, resource)),
    ),
    unreadCalls: () => [],
    isCalled: () => false,
    keys: lazy(() =>
      resourcesOfType(template, vocabulary.key.cloudformation).map((resource) => readKey(template, resource)),
    ),
  };
  return project;
}

function created(template: Template, type: string): readonly TemplateResource[] {
  return resourcesOfType(template, type).filter((resource) => !isNeverCreated(template, resource));
}
