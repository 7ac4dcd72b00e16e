/** How far apart rows are meant to be. */
export interface RowStep {
  /** In the mean, in milliseconds. */
  readonly nominal: number;
  /** An instant one step before (−1) or after (1) another. */
  readonly from: (instant: number, direction: 1 | -1) => number;
}

/** A step as a duration: exact up to hours, by the calendar of a zone from days on. */
export function rowStep(duration: Temporal.DurationLike, zone: string): RowStep {
  const step = Temporal.Duration.from(duration);
  const { years, months, weeks, days } = step;
  const epoch = Temporal.PlainDateTime.from("2012-01-01");
  const nominal = step.total({ unit: "milliseconds", relativeTo: epoch });
  if (!(nominal > 0)) {
    throw new RangeError(`Cannot make a series: a positive step is needed, current value is ${step}`);
  }
  const calendar = years || months || weeks || days;
  return {
    nominal,
    from: (instant, direction) => {
      if (!calendar) return instant + direction * nominal;
      const time = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
      return time.add(direction === 1 ? step : step.negated()).epochMilliseconds;
    },
  };
}

const day = 86_400_000;
/** The calendar's own steps, by how long they may last. */
const calendarSteps: readonly { from: number; to: number; duration: Temporal.DurationLike }[] = [
  { from: day - 3_600_000, to: day + 3_600_000, duration: { days: 1 } },
  { from: 7 * day - 3_600_000, to: 7 * day + 3_600_000, duration: { weeks: 1 } },
  { from: 28 * day - 3_600_000, to: 31 * day + 3_600_000, duration: { months: 1 } },
  { from: 90 * day - 3_600_000, to: 92 * day + 3_600_000, duration: { months: 3 } },
  { from: 365 * day - 3_600_000, to: 366 * day + 3_600_000, duration: { years: 1 } },
];

/** The most common distance of rising times, as a step: the smaller of two equally common ones. */
export function inferStep(times: Float64Array, zone: string): RowStep {
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const distance = times[i]! - times[i - 1]!;
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  if (counts.size === 0) {
    throw new RangeError(
      `Cannot make a series: how long a row stands for must be given as step where there are not two times, current number of rows is ${times.length}`,
    );
  }
  const [distance] = [...counts].reduce((best, each) =>
    each[1] > best[1] || (each[1] === best[1] && each[0] < best[0]) ? each : best
  );
  const calendar = calendarSteps.find(({ from, to }) => from <= distance && distance <= to);
  return rowStep(calendar?.duration ?? { milliseconds: distance }, zone);
}
