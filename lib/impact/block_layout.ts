/** How a stretch before an event is cut into blocks. */
export interface BlockLayout {
  /** The length of the blocks next to the event, in bins. */
  readonly block: number;
  /** Where blocks start, rising, with the end of the last: places from the first bin. */
  readonly edges: Int32Array;
}

/** How many blocks there are at most; twelve of them span the window where that gives fewer. */
const mostBlocks = 112;
const blocksInWindow = 12;

/**
 * Cuts the bins before an event into at most 112 blocks: all as long as a twelfth of the window where that is enough,
 * otherwise half of them so and the others growing into the past by a constant factor.
 *
 * @param before How many bins there are before the event.
 * @param window How many bins the effect is averaged over.
 *
 * @example
 * ```ts
 * import { blockLayout } from "@/impact/block_layout.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(blockLayout(28 * 24, 3 * 24).block, 6);
 * assertEquals(blockLayout(10, 36), { block: 1, edges: Int32Array.from({ length: 11 }, (_, i) => i) });
 * ```
 */
export function blockLayout(before: number, window: number): BlockLayout {
  const block = Math.max(1, Math.min(Math.round(window / blocksInWindow), Math.ceil(before / mostBlocks)));
  const count = Math.ceil(before / block);
  if (count <= mostBlocks) {
    return {
      block,
      edges: Int32Array.from({ length: count + 1 }, (_, k) => Math.max(0, before - (count - k) * block)),
    };
  }
  const even = mostBlocks / 2;
  const growing = mostBlocks - even;
  const factor = growthFactor((before - even * block) / block, growing);
  const edges = new Int32Array(mostBlocks + 1);
  edges[mostBlocks] = before;
  let reach = 0;
  for (let k = 1; k < mostBlocks; k++) {
    reach += k <= even ? block : block * factor ** (k - even);
    edges[mostBlocks - k] = Math.round(before - reach);
  }
  return { block, edges };
}

/** The factor whose first powers add up to a total. */
function growthFactor(total: number, count: number): number {
  let low = 1;
  let high = 1 + total;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const sum = middle * (middle ** count - 1) / (middle - 1);
    if (sum < total) low = middle;
    else high = middle;
  }
  return high;
}
