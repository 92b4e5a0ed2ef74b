import { cloudTrail } from './requests';
import type { Statement } from './statement';

/** Whether a statement is for CloudTrail and for nobody else, who would have to fulfil what is asked of CloudTrail as well. */
export function isForCloudTrailAlone({ principals: { principals, isNegated, isComplete } }: Statement): boolean {
  if (isNegated || !isComplete) return false;
  return principals.length > 0 && principals.every(({ type, text }) => type === 'Service' && isCloudTrail(text));
}

function isCloudTrail([only, ...others]: Statement['principals']['principals'][number]['text']): boolean {
  return only === cloudTrail && others.length === 0;
}
