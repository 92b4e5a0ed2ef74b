import assert from 'node:assert/strict';
import { render } from '../../server/src/core/model/message';
import { syntax as loading } from '../syntax';
import { run, settingsFor } from './run';

/** AWS refuses a multi-Region trail without the events of global services. */
describe('a trail of one Region, with events of global services that are', () => {
  const titles: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['left alone', '', '', ['Set is_multi_region_trail to true']],
    ['off', '', 'include_global_service_events = false', ['Set is_multi_region_trail to true']],
    ['off where no edit reaches', '', 'include_global_service_events = var.stage == "prod"', []],
    ['off for one of several', 'for_each = { a = true, b = false }', 'include_global_service_events = each.value', []],
    ['off or on, as nobody knows', '', 'include_global_service_events = var.asked ? true : false', []],
    ['not known', '', 'include_global_service_events = data.x.y.z', ['Set is_multi_region_trail to true']],
  ];

  for (const [name, first, setting, expected] of titles)
    it(`${name}, ${expected.length > 0 ? 'can be made one of all' : 'is not made one of all'}`, async () => {
      const text = `variable "stage" {
  default = "dev"
}

variable "asked" {}

resource "aws_cloudtrail" "main" {
  ${first}
  name           = "audit"
  s3_bucket_name = "audit-logs"
  ${setting}
}
`;
      const { findings } = run(new Map([['main.tf', text]]), await loading, settingsFor(['trail-single-region']));
      assert.equal(findings.length, 1);
      const offered = findings.flatMap(({ fixes }) => fixes().filter(({ suppresses }) => !suppresses));
      assert.deepEqual(
        offered.map(({ title }) => render(title)),
        expected,
      );
    });
});
