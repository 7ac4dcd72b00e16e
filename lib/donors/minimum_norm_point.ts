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
  const lengths = Float64Array.from(points, (point) => Math.sqrt(dot(point, point) + penalty));
  const longest = lengths.reduce((most, length) => Math.max(most, length));
  const affineMinimum = affineMinimiser(points, penalty);
  let corners = [lengths.indexOf(lengths.reduce((least, length) => Math.min(least, length)))];
  let shares = [1];
  let place = placeOf(points, penalty, corners, shares);
  for (;;) {
    const { squaredNorm, products } = place;
    const distance = Math.sqrt(squaredNorm);
    let entering = -1;
    let most = rounding * distance;
    products.forEach((product, j) => {
      const slack = (squaredNorm - product) / Math.max(lengths[j]!, distance);
      if (slack > most && !corners.includes(j)) [entering, most] = [j, slack];
    });
    if (entering < 0) break;
    const next = shorten(affineMinimum, [...corners, entering], [...shares, 0]);
    if (next === undefined) break;
    const nextPlace = placeOf(points, penalty, next.corners, next.shares);
    if (!(nextPlace.squaredNorm < squaredNorm)) break;
    ({ corners, shares } = next);
    place = nextPlace;
  }
  const weights = new Float64Array(points.length);
  corners.forEach((corner, k) => weights[corner] = shares[k]!);
  const distance = Math.sqrt(place.squaredNorm);
  const onFace = Array.from(points.keys()).filter((j) =>
    distance <= vanishing * longest || place.products[j]! - place.squaredNorm <= touching * lengths[j]! * distance
  );
  return {
    weights,
    squaredNorm: place.squaredNorm,
    optimalityGap: 2 * place.products.reduce((most, product) => Math.max(most, place.squaredNorm - product), 0),
    unique: affineMinimum(onFace) !== undefined,
  };
}

/** A corner violates the conditions by less than this share of the lengths involved: that is rounding. */
const rounding = 1e-14;
/** A distance to the origin below this share of the longest corner is rounding. */
const vanishing = 1e-12;
/** A corner this near to the supporting plane, as a share of the lengths involved, lies on it. */
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
function shorten(affineMinimum: AffineMinimiser, corners: number[], shares: number[]) {
  for (;;) {
    const target = affineMinimum(corners);
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

/** The shares, of any sign and together 1, of the shortest point in the plane of some corners; undefined if they depend. */
type AffineMinimiser = (corners: readonly number[]) => number[] | undefined;

/**
 * Solves for the plane of corners by modified Gram-Schmidt, the right-hand side reduced along, which is as stable as
 * Householder's reflections (Björck 1967). The basis of the corners that the last call had in the same order is kept.
 */
function affineMinimiser(points: readonly Float64Array[], penalty: number): AffineMinimiser {
  const coordinates = points[0]!.length;
  const own = Math.sqrt(penalty);
  const known: number[] = [];
  const basis: Float64Array[] = [];
  const factor: Float64Array[] = [];

  /** The corner in k-th place with one more coordinate for each place, which carries the penalty. */
  const extended = (corner: number, k: number) => {
    const longer = new Float64Array(coordinates + (penalty > 0 ? k + 1 : 0));
    longer.set(points[corner]!);
    if (penalty > 0) longer[coordinates + k] = own;
    return longer;
  };

  const extend = (base: Float64Array, corner: number): boolean => {
    const direction = extended(corner, known.length);
    addTo(direction, base, -1);
    const length = Math.sqrt(dot(direction, direction));
    const column = new Float64Array(basis.length + 1);
    basis.forEach((unit, k) => {
      column[k] = dot(unit, direction);
      addTo(direction, unit, -column[k]!);
    });
    const rest = Math.sqrt(dot(direction, direction));
    if (!(rest > dependent * length) || basis.length === direction.length) return false;
    column[basis.length] = rest;
    basis.push(direction.map((value) => value / rest));
    factor.push(column);
    known.push(corner);
    return true;
  };

  return (corners) => {
    const base = extended(corners[0]!, 0);
    const differing = known.findIndex((corner, k) => corner !== corners[k]);
    if (differing >= 0) {
      known.length = differing;
      basis.length = factor.length = Math.max(0, differing - 1);
    }
    if (known.length === 0) known.push(corners[0]!);
    for (const corner of corners.slice(known.length)) {
      if (!extend(base, corner)) return undefined;
    }
    const remainder = new Float64Array(coordinates + corners.length);
    remainder.set(base);
    const shares = basis.map((unit) => {
      const share = dot(unit, remainder);
      addTo(remainder, unit, -share);
      return -share;
    });
    for (let k = shares.length - 1; k >= 0; k--) {
      shares[k]! /= factor[k]![k]!;
      for (let j = 0; j < k; j++) shares[j]! -= factor[k]![j]! * shares[k]!;
    }
    return [1 - shares.reduce((sum, share) => sum + share, 0), ...shares];
  };
}

/** The product of two vectors, the first of which may be shorter. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Adds a multiple of a vector to one at least as long. */
function addTo(sum: Float64Array, term: Float64Array, factor: number): void {
  for (let i = 0; i < term.length; i++) sum[i]! += factor * term[i]!;
}
