import type { ObservedRows } from "@/state_space/observed_rows.ts";

/** What one filter pass over all columns gives: the sufficient statistics of the regression at one pair of variances. */
export interface LocalLevelPass {
  /** Cross products of the standardised innovations, `width` x `width`, both triangles. */
  readonly products: Float64Array;
  /** Sum of the logarithms of the innovation variances. */
  readonly logDeterminant: number;
  /** Each column's filtered level after the last row. */
  readonly finalLevels: Float64Array;
  /** The variance of the filtered level after the last row. */
  readonly finalVariance: number;
}

/** Filter passes of a local level model over the same rows, at any two variances. */
export interface LocalLevelPasses {
  /** Filters every column by the same gains: O(rows x columns^2). */
  readonly pass: (levelVariance: number, irregularVariance: number) => LocalLevelPass;
  /** Filters one column of values: its sum of squares and the log determinant, O(rows). */
  readonly sumOfSquares: (
    column: Float64Array,
    levelVariance: number,
    irregularVariance: number,
  ) => { readonly sumOfSquares: number; readonly logDeterminant: number };
}

const blockLength = 256;

/**
 * Prepares filter passes of the local level model with exact diffuse start over the same observed rows.
 *
 * The gains of the filter depend on the variances and the gaps only, so the series and the regressors share one filter and
 * the generalised least squares regression is the least squares regression of their innovations (the augmented filter of
 * Rosenberg 1973 and de Jong 1991). The first observed row is used up by the diffuse level; a gap of k steps adds k level
 * variances, so missing values are exact. Buffers are shared between passes.
 *
 * @example The innovations of a constant level are deviations from running means
 * ```ts
 * import { localLevelPasses } from "@/state_space/local_level_pass.ts";
 * import { observedRows } from "@/state_space/observed_rows.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const passes = localLevelPasses(observedRows(Float64Array.of(3, 5, NaN, 10)));
 * const { products, finalLevels } = passes.pass(0, 1);
 * assertAlmostEquals(products[0]!, 26, 1e-12); // the sum of squares about the mean
 * assertAlmostEquals(finalLevels[0]!, 6, 1e-12); // the mean
 * ```
 */
export function localLevelPasses({ count, width, values, gaps }: ObservedRows): LocalLevelPasses {
  const gains = new Float64Array(count);
  const scales = new Float64Array(count);
  const block = new Float64Array(width * blockLength);

  const fillGains = (level: number, irregular: number) => {
    let filtered = irregular;
    let predicted = NaN;
    let gain = 0;
    let scale = 0;
    let variance = 0;
    let product = 1;
    let logDeterminant = 0;
    for (let row = 1; row < count; row++) {
      const next = filtered + gaps[row]! * level;
      if (next !== predicted) {
        predicted = next;
        variance = predicted + irregular;
        gain = predicted / variance;
        scale = 1 / Math.sqrt(variance);
        filtered = irregular * gain;
      }
      gains[row] = gain;
      scales[row] = scale;
      product *= variance;
      if (product < 1e-150 || product > 1e150) {
        logDeterminant += Math.log(product);
        product = 1;
      }
    }
    return { logDeterminant: logDeterminant + Math.log(product), finalVariance: filtered };
  };

  const pass = (level: number, irregular: number): LocalLevelPass => {
    const { logDeterminant, finalVariance } = fillGains(level, irregular);
    const products = new Float64Array(width * width);
    const levels = Float64Array.from({ length: width }, (_, column) => values[column * count] ?? 0);
    for (let start = 1; start < count; start += blockLength) {
      const length = Math.min(blockLength, count - start);
      for (let column = 0; column < width; column += 4) filterFour(start, length, column, levels);
      addProducts(block, 0, blockLength, length, width, products);
    }
    mirror(products, width);
    return { products, logDeterminant, finalLevels: levels, finalVariance };
  };

  // Four columns at a time, so that their levels stay in registers and the four chains of additions overlap.
  const filterFour = (start: number, length: number, column: number, levels: Float64Array) => {
    let level0 = levels[column]!;
    let level1 = levels[column + 1]!;
    let level2 = levels[column + 2]!;
    let level3 = levels[column + 3]!;
    const source0 = column * count + start;
    const source1 = source0 + count;
    const source2 = source1 + count;
    const source3 = source2 + count;
    const target = column * blockLength;
    for (let row = 0; row < length; row++) {
      const gain = gains[start + row]!;
      const scale = scales[start + row]!;
      const error0 = values[source0 + row]! - level0;
      const error1 = values[source1 + row]! - level1;
      const error2 = values[source2 + row]! - level2;
      const error3 = values[source3 + row]! - level3;
      level0 += gain * error0;
      level1 += gain * error1;
      level2 += gain * error2;
      level3 += gain * error3;
      block[target + row] = error0 * scale;
      block[target + blockLength + row] = error1 * scale;
      block[target + 2 * blockLength + row] = error2 * scale;
      block[target + 3 * blockLength + row] = error3 * scale;
    }
    levels[column] = level0;
    levels[column + 1] = level1;
    levels[column + 2] = level2;
    levels[column + 3] = level3;
  };

  const sumOfSquares = (column: Float64Array, levelVariance: number, irregular: number) => {
    let filtered = irregular;
    let predicted = NaN;
    let gain = 0;
    let variance = 0;
    let precision = 0;
    let product = 1;
    let logDeterminant = 0;
    let sum = 0;
    let level = column[0]!;
    for (let row = 1; row < count; row++) {
      const next = filtered + gaps[row]! * levelVariance;
      if (next !== predicted) {
        predicted = next;
        variance = predicted + irregular;
        precision = 1 / variance;
        gain = predicted * precision;
        filtered = irregular * gain;
      }
      const error = column[row]! - level;
      level += gain * error;
      sum += error * error * precision;
      product *= variance;
      if (product < 1e-150 || product > 1e150) {
        logDeterminant += Math.log(product);
        product = 1;
      }
    }
    return { sumOfSquares: sum, logDeterminant: logDeterminant + Math.log(product) };
  };

  return { pass, sumOfSquares };
}

/** The cross products of columns of equal length, one after another, `width` (a multiple of four) of them. */
export function crossProducts(columns: Float64Array, length: number, width: number): Float64Array {
  const products = new Float64Array(width * width);
  for (let start = 0; start < length; start += blockLength) {
    addProducts(columns, start, length, Math.min(blockLength, length - start), width, products);
  }
  mirror(products, width);
  return products;
}

function mirror(products: Float64Array, width: number): void {
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < row; column++) products[row * width + column] = products[column * width + row]!;
  }
}

// Adds the cross products of a block in tiles of two by four, upper triangle of tiles only.
function addProducts(
  columns: Float64Array,
  offset: number,
  stride: number,
  length: number,
  width: number,
  products: Float64Array,
): void {
  for (let left = 0; left < width; left += 2) {
    for (let right = left - (left % 4); right < width; right += 4) {
      let sum00 = 0, sum01 = 0, sum02 = 0, sum03 = 0;
      let sum10 = 0, sum11 = 0, sum12 = 0, sum13 = 0;
      const a = offset + left * stride;
      const b = offset + right * stride;
      for (let row = 0; row < length; row++) {
        const left0 = columns[a + row]!;
        const left1 = columns[a + stride + row]!;
        const right0 = columns[b + row]!;
        const right1 = columns[b + stride + row]!;
        const right2 = columns[b + 2 * stride + row]!;
        const right3 = columns[b + 3 * stride + row]!;
        sum00 += left0 * right0;
        sum01 += left0 * right1;
        sum02 += left0 * right2;
        sum03 += left0 * right3;
        sum10 += left1 * right0;
        sum11 += left1 * right1;
        sum12 += left1 * right2;
        sum13 += left1 * right3;
      }
      const first = left * width + right;
      const second = first + width;
      products[first]! += sum00;
      products[first + 1]! += sum01;
      products[first + 2]! += sum02;
      products[first + 3]! += sum03;
      products[second]! += sum10;
      products[second + 1]! += sum11;
      products[second + 2]! += sum12;
      products[second + 3]! += sum13;
    }
  }
}
