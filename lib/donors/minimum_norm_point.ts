/** The point of a convex hull closest to the origin, as {@linkcode minimumNormPoint} finds it. */
export interface MinimumNormPoint {
  /** The share of each corner, 0 or more, together 1. */
  readonly weights: Float64Array;
  /** The square of the distance to the origin, penalty included. */
  readonly squaredNorm: number;
  /** How far at most `squaredNorm` may lie above the minimum, by the conditions of Karush, Kuhn and Tucker. */
  readonly optimalityGap: number;
  /** Whether no other weights give the same point. */
  readonly unique: boolean;
}

/**
 * The point of the convex hull of some points that is closest to the origin: the exact active-set method of Wolfe (1976).
 *
 * Each step solves the least squares problem over the corners in use exactly, by an orthogonal basis, and lets in the
 * corner that violates the optimality conditions most; every step shortens the point, so it ends.
 *
 * @param points The corners, one or more, of the same number of coordinates, finite.
 * @param penalty A multiple of the sum of the squared weights to add to the squared norm; 0 when left out.
 * @returns The weights of the corners and how far from optimal they may be.
 *
 * @example The foot of the perpendicular on the segment between two points
 * ```ts
 * import { minimumNormPoint } from "@/donors/minimum_norm_point.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { weights, squaredNorm } = minimumNormPoint([Float64Array.of(0, 2), Float64Array.of(2, 0)]);
 * assertAlmostEquals(weights[0]!, 0.5, 1e-15);
 * assertAlmostEquals(squaredNorm, 2, 1e-15);
 * ```
 */
export function minimumNormPoint(points: readonly Float64Array[], penalty = 0): MinimumNormPoint {
  const squaredNorms = points.map((point) => dot(point, point) + penalty);
  const length = Math.sqrt(Math.max(...squaredNorms));
  let corners = [squaredNorms.indexOf(Math.min(...squaredNorms))];
  let shares = [1];
  let place = placeOf(points, penalty, corners, shares);
  for (;;) {
    const entering = place.products.reduce(
      (best, product, j) => corners.includes(j) || product >= (place.products[best] ?? Infinity) ? best : j,
      -1,
    );
    const slack = place.squaredNorm - (place.products[entering] ?? Infinity);
    if (!(slack > rounding * length * Math.sqrt(place.squaredNorm))) break;
    const next = shorten(points, penalty, [...corners, entering], [...shares, 0]);
    if (next === undefined) break;
    const nextPlace = placeOf(points, penalty, next.corners, next.shares);
    if (!(nextPlace.squaredNorm < place.squaredNorm)) break;
    ({ corners, shares } = next);
    place = nextPlace;
  }
  const weights = new Float64Array(points.length);
  corners.forEach((corner, k) => weights[corner] = shares[k]!);
  const onFace = Array.from(points.keys()).filter((j) =>
    place.products[j]! - place.squaredNorm <= touching * length * length
  );
  return {
    weights,
    squaredNorm: place.squaredNorm,
    optimalityGap: 2 * Math.max(0, place.squaredNorm - Math.min(...place.products)),
    unique: affineMinimum(onFace.map((j) => points[j]!), penalty) !== undefined,
  };
}

/** Slacks below this share of the lengths multiplied are rounding. */
const rounding = 1e-14;
/** A corner this near to the supporting plane, relative to the squared length of the longest, lies on it. */
const touching = 1e-10;
/** A corner less than this share of its length away from the plane of the others depends on them. */
const dependent = 1e-11;

/** The point with given shares, by its squared norm and its product with every corner. */
function placeOf(points: readonly Float64Array[], penalty: number, corners: number[], shares: number[]) {
  const point = new Float64Array(points[0]!.length);
  corners.forEach((corner, k) => addTo(point, points[corner]!, shares[k]!));
  const products = Float64Array.from(points, (other) => dot(other, point));
  corners.forEach((corner, k) => products[corner]! += penalty * shares[k]!);
  return {
    products,
    squaredNorm: dot(point, point) + penalty * shares.reduce((sum, share) => sum + share * share, 0),
  };
}

/** Moves towards the minimum over the plane of the corners, dropping every corner whose share runs out on the way. */
function shorten(points: readonly Float64Array[], penalty: number, corners: number[], shares: number[]) {
  for (;;) {
    const target = affineMinimum(corners.map((corner) => points[corner]!), penalty);
    if (target === undefined) return undefined;
    const fractions = shares.map((share, k) => target[k]! > 0 ? 1 : share > 0 ? share / (share - target[k]!) : 0);
    const fraction = Math.min(...fractions);
    if (fraction === 1) return { corners, shares: target };
    const moved = shares.map((share, k) => share + fraction * (target[k]! - share));
    const kept = fractions.map((own, k) => own > fraction && moved[k]! > 0);
    corners = corners.filter((_, k) => kept[k]);
    shares = moved.filter((_, k) => kept[k]);
  }
}

/** The shares, of any sign and together 1, of the shortest point in the plane of the corners; undefined if they depend. */
function affineMinimum(corners: readonly Float64Array[], penalty: number): number[] | undefined {
  const extended = penalty === 0 ? corners : corners.map((corner, k) => {
    const longer = new Float64Array(corner.length + corners.length);
    longer.set(corner);
    longer[corner.length + k] = Math.sqrt(penalty);
    return longer;
  });
  const [base, ...others] = extended as [Float64Array, ...Float64Array[]];
  if (others.length > base.length) return undefined;
  const basis: Float64Array[] = [];
  const factor: number[][] = [];
  for (const other of others) {
    const direction = other.map((value, i) => value - base[i]!);
    const length = Math.sqrt(dot(direction, direction));
    const column = basis.map(() => 0);
    for (let pass = 0; pass < 2; pass++) { // once more for what rounding left: twice is enough
      basis.forEach((unit, k) => {
        const share = dot(unit, direction);
        addTo(direction, unit, -share);
        column[k]! += share;
      });
    }
    const rest = Math.sqrt(dot(direction, direction));
    if (!(rest > dependent * length)) return undefined;
    basis.push(direction.map((value) => value / rest));
    factor.push([...column, rest]);
  }
  const remainder = base.slice();
  const rotated = basis.map((unit) => {
    const share = dot(unit, remainder);
    addTo(remainder, unit, -share);
    return -share;
  });
  for (let k = factor.length - 1; k >= 0; k--) {
    rotated[k]! /= factor[k]![k]!;
    for (let j = 0; j < k; j++) rotated[j]! -= factor[k]![j]! * rotated[k]!;
  }
  return [1 - rotated.reduce((sum, share) => sum + share, 0), ...rotated];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addTo(sum: Float64Array, term: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += factor * term[i]!;
}
