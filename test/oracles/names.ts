import type { Texts } from '../core/run';

/** The module with a name for each trail that has none, as its spec is about something else: without one, nothing else of it is validated. */
export function withNames(texts: Texts): Texts {
  return new Map([...texts].map(([file, text]) => [file, text.replace(trail, named)]));
}

const trail = /^(resource "aws_cloudtrail" "[\w-]+" \{\r?\n)(.*?)(?=^\})/gms;

function named(whole: string, header: string, body: string): string {
  return /^ *name *=/m.test(body) ? whole : `${header}name = "trailseal"\n${body}`;
}
