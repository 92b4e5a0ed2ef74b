import { equal, rejects } from 'node:assert/strict';
import { acceptedBy, isAccepted } from '../../server/src/main/hashicorp-parser';

const nested = (depth: number) => 'b {\n'.repeat(depth) + '}\n'.repeat(depth);

describe("HashiCorp's parser", () => {
  it('says what reads and what does not', async () => {
    equal(await isAccepted('main.tf', 'locals {}\n'), true);
    equal(await isAccepted('main.tf', 'locals {\n'), false);
  });

  it('is not shown what nests so deep that it would end, and answers afterwards', async () => {
    equal(await isAccepted('main.tf', nested(400)), true);
    for (const depth of [600, 5000]) await rejects(isAccepted('main.tf', nested(depth)), /main\.tf nests too deep/);
    equal(await isAccepted('main.tf', 'locals {}\n'), true);
  });

  it('is not asked again when it has ended, and never taken to have refused a text', async () => {
    let asked = 0;
    const accepts = acceptedBy(async () => {
      asked++;
      throw new RangeError('Maximum call stack size exceeded');
    });
    for (let time = 0; time < 2; time++) await rejects(accepts('main.tf', ''), /it has ended \(RangeError: Maximum/);
    equal(asked, 1);
  });

  it('is not waited for where it does not answer', async () => {
    const accepts = acceptedBy(() => new Promise(() => {}), 10);
    for (let time = 0; time < 2; time++) await rejects(accepts('main.tf', ''), /it has ended \(Error: no answer/);
  });
});
