import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
