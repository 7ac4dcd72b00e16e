import type { CumulativeSums } from "@/change_point/cumulative_sums.ts";

/** What {@linkcode partitionMeans} minimises. */
export interface PartitionMeansOptions {
  /** What each segment costs beside its sum of squares. */
  readonly penalty: number;
  /** The fewest observations a segment may have, at least 1. */
  readonly minimumLength: number;
  /** Whether a segment also costs the logarithm of its length, as the modified BIC asks. */
  readonly weighLength: boolean;
  /**
   * The least cost of everything before a segment, by where the segment starts; infinite where none may start. It may
   * be `costs` itself: then the number of segments is free.
   */
  readonly before: Float64Array;
  /** Filled in: the least cost of the first t observations, at t. */
  readonly costs: Float64Array;
  /** Filled in: where the last segment of the first t observations starts, at t. */
  readonly starts: Int32Array;
}

/**
 * Finds the best last segment of every beginning of a series, exactly, for segments that each have their own mean.
 *
 * For every t this is the minimum over s of `before[s] + penalty + sum of squares of s..t (+ log(t - s))`. A start s is
 * dropped as soon as no mean is left for which it could still win (functional pruning: Rigaill 2015, Maidstone, Hocking,
 * Rigaill & Fearnhead 2017), which on ten years or on ten days leaves a dozen starts to look at. For each start one
 * interval holds the means left to it. A later start cuts it from outside: where the older one is dearer already it
 * stays so. An older start cuts it from inside, wherever an end lies in the stretch where the older one is cheaper; this
 * test is dear, so it is made when the age of a start is a power of two. With the length weighed, the advantage that age
 * may still bring or lose is granted to the start under test, so that the result stays exact.
 */
export function partitionMeans(
  { sums, squares }: CumulativeSums,
  { penalty, minimumLength, weighLength, before, costs, starts }: PartitionMeansOptions,
): void {
  const n = sums.length - 1;
  const logarithms = new Float64Array(weighLength ? n + 1 : 0);
  for (let length = 1; length < logarithms.length; length++) logarithms[length] = Math.log(length);

  const candidates = new Int32Array(n + 1);
  const heads = new Float64Array(n + 1); // cost before the candidate, less the squares up to it
  const offsets = new Float64Array(n + 1); // the running sum at the candidate
  const lows = new Float64Array(n + 1);
  const highs = new Float64Array(n + 1);
  let count = 0;

  for (let start = 0, end = minimumLength; end <= n; start++, end++) {
    const newcomer = before[start]! !== Infinity;
    const newHead = before[start]! - squares[start]!;
    const newOffset = sums[start]!;
    const endSum = sums[end]!;
    let least = Infinity;
    let leastStart = -1;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const candidate = candidates[i]!;
      const head = heads[i]!;
      const offset = offsets[i]!;
      let low = lows[i]!;
      let high = highs[i]!;
      const age = start - candidate;

      if (newcomer) {
        const difference = newOffset - offset;
        let margin = newHead - head;
        if (weighLength) margin += logarithms[n - start]! - logarithms[n - candidate]!;
        const room = margin * age + difference * difference;
        if (room < 0) continue;
        const fromLow = low * age - difference;
        const fromHigh = high * age - difference;
        if (fromLow * fromLow > room || fromHigh * fromHigh > room) {
          const radius = Math.sqrt(room);
          low = Math.max(low, (difference - radius) / age);
          high = Math.min(high, (difference + radius) / age);
          if (low > high) continue;
        }
      }

      if ((age & (age - 1)) === 0) {
        // the youngest are tried against the oldest alone: it is the one that beats most of them
        for (let j = age < 4 ? Math.min(0, kept - 1) : kept - 1; j >= 0; j--) {
          const older = candidates[j]!;
          const gap = candidate - older;
          const difference = offset - offsets[j]!;
          let margin = head - heads[j]!;
          if (weighLength) margin -= logarithms[end - older]! - logarithms[end - candidate]!;
          const room = margin * gap + difference * difference;
          const fromLow = low * gap - difference;
          if (fromLow * fromLow < room) low = (difference + Math.sqrt(room)) / gap;
          const fromHigh = high * gap - difference;
          if (fromHigh * fromHigh < room) high = (difference - Math.sqrt(room)) / gap;
          if (low > high) break;
        }
        if (low > high) continue;
      }

      candidates[kept] = candidate;
      heads[kept] = head;
      offsets[kept] = offset;
      lows[kept] = low;
      highs[kept] = high;
      kept++;
      const sum = endSum - offset;
      let cost = head - sum * sum / (end - candidate);
      if (weighLength) cost += logarithms[end - candidate]!;
      if (cost < least) {
        least = cost;
        leastStart = candidate;
      }
    }

    if (newcomer) {
      candidates[kept] = start;
      heads[kept] = newHead;
      offsets[kept] = newOffset;
      lows[kept] = -Infinity;
      highs[kept] = Infinity;
      kept++;
      const sum = endSum - newOffset;
      let cost = newHead - sum * sum / minimumLength;
      if (weighLength) cost += logarithms[minimumLength]!;
      if (cost < least) {
        least = cost;
        leastStart = start;
      }
    }
    count = kept;
    costs[end] = least + squares[end]! + penalty;
    starts[end] = leastStart;
  }
}
