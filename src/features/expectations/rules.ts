import { compileGlob, literalName } from "../../base/glob.js";
import type { Expectation, Expectations, Expected } from "../../toolkit/expectations.js";
import { DAYS, type ExpectationRule, type ExpectationsFile, type QuietHours } from "./file.js";

/** Prepares the rules of a file for matching. */
export function compileExpectations({ timezone, rules }: ExpectationsFile): Expectations {
  const compiled = rules.map((rule) => ({
    matches: matcherOf(rule),
    expectation: expectationOf(rule, timezone ?? "UTC"),
  }));
  return {
    rules: rules.length,
    namesGroups: rules.some(({ group }) => group !== undefined),
    of: (connector) => compiled.find(({ matches }) => matches(connector))?.expectation,
  };
}

/**
 * Returns a function that tests whether a rule matches. Every selector of the rule must match, by
 * any of its values.
 */
export function matcherOf({ connector, group, service }: ExpectationRule) {
  const ofConnector = anyOf(connector);
  const ofGroup = anyOf(group);
  const ofService = anyOf(service, (value) => value.toLowerCase());
  return (of: Expected): boolean =>
    ofConnector([of.id, of.name]) &&
    ofGroup([of.group.id, of.group.name]) &&
    ofService([of.service.toLowerCase()]);
}

function anyOf(
  values: string | readonly string[] | undefined,
  read = (value: string): string => value,
): (names: readonly (string | undefined)[]) => boolean {
  if (values === undefined) return () => true;
  const patterns = [values].flat().map(read);
  const exact = new Set(patterns.flatMap((pattern) => literalName(pattern) ?? []));
  const globs = patterns
    .filter((pattern) => literalName(pattern) === undefined)
    .map((pattern) => compileGlob(pattern));
  return (names) =>
    names.some(
      (name) => name !== undefined && (exact.has(name) || globs.some((fits) => fits(name))),
    );
}

function expectationOf(rule: ExpectationRule, timezone: string): Expectation {
  const quiet = [rule.quiet_hours ?? []].flat().map((hours) => quietHours(hours, timezone));
  return {
    rule: rule.name,
    maxAgeHours: rule.max_age_hours,
    owner: rule.owner,
    severity: rule.severity ?? "normal",
    quietUntil(now) {
      for (const until of quiet) {
        const end = until(now);
        if (end !== undefined) return end;
      }
      return undefined;
    },
  };
}

const WEEK: readonly string[] = DAYS;

/**
 * Returns a function that maps a time to the end of the quiet hours that contain it, or to undefined
 * outside of quiet hours.
 */
function quietHours(
  { days = [...DAYS], from = "00:00", to = "24:00", timezone }: QuietHours,
  fallback: string,
) {
  const zone = timezone ?? fallback;
  const local = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const overnight = to < from;
  return (now: Date): string | undefined => {
    const parts = new Map(local.formatToParts(now).map(({ type, value }) => [type, value]));
    const today = WEEK.indexOf(parts.get("weekday")?.toLowerCase() ?? "");
    const clock = `${parts.get("hour")}:${parts.get("minute")}`;
    const begins = (day: number) => days.some((name) => name === WEEK[(day + 7) % 7]);
    const inside = overnight
      ? (begins(today) && clock >= from) || (begins(today - 1) && clock < to)
      : begins(today) && clock >= from && clock < to;
    return inside ? `${to === "24:00" ? "midnight" : to} ${zone}` : undefined;
  };
}
