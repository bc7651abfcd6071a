import { BlockIndex } from './block-index.js';
import type { BlockRule } from './block-rule.js';
import { FamilyIndex } from './family-index.js';
import { RuleColumns } from './rule-columns.js';
import { WorkSlices } from './work-slices.js';

const BLOCKS_IN_A_STEP = 1_024;

/**
 * Builds an index in one go; for some ten thousand blocks at the most.
 *
 * @param ruleOf what the matcher has to know of a block; the index answers the block itself
 */
export function buildBlockIndex<T>(blocks: Iterable<T>, ruleOf: (block: T) => BlockRule): BlockIndex<T> {
  const steps = build(blocks, ruleOf);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/**
 * Builds an index in slices of some 2 ms, between which the process serves others. It holds the blocks that there
 * are when this is called; afterwards others may come and go, but each has to stay as it is until the index is built.
 */
export async function buildBlockIndexInSlices<T>(
  blocks: Iterable<T>,
  ruleOf: (block: T) => BlockRule,
): Promise<BlockIndex<T>> {
  const slices = new WorkSlices();
  const steps = build(Array.from(blocks), ruleOf);
  let step = steps.next();
  while (step.done !== true) {
    if (slices.isOver) await slices.next();
    step = steps.next();
  }
  return step.value;
}

/** Yields after each step of the work. */
function* build<T>(blocks: Iterable<T>, ruleOf: (block: T) => BlockRule): Generator<void, BlockIndex<T>> {
  const ipv4 = new RuleColumns<T>(1);
  const ipv6 = new RuleColumns<T>(4);
  let read = 0;
  for (const block of blocks) {
    const rule = ruleOf(block);
    (rule.address.family === 4 ? ipv4 : ipv6).add(rule, block);
    if (++read % BLOCKS_IN_A_STEP === 0) yield;
  }
  return new BlockIndex(yield* FamilyIndex.build(ipv4), yield* FamilyIndex.build(ipv6));
}
