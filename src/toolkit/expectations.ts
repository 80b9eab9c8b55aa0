/** The operator's expectation for a connector, from the first rule that matches it. */
export interface Expectation {
  /** The name of the rule. */
  rule: string;
  /** The maximum age of its data in hours. */
  maxAgeHours?: number | undefined;
  /** Who is responsible for it. */
  owner?: string | undefined;
  /** With `low`, data that is too old is listed, but does not count as a problem. */
  severity: "critical" | "normal" | "low";
  /** When the quiet hours of the rule end, such as `08:00 Europe/Berlin`. Undefined outside the quiet hours. */
  quietUntil(now: Date): string | undefined;
}

/** The properties of a connector that rules can match. */
export interface Expected {
  id: string;
  name: string;
  service: string;
  group: { id: string; name: string | undefined };
}

/** The rules in the operator's file. */
export interface Expectations {
  /** The number of rules. */
  rules: number;
  /** Whether a rule matches by group, so that the names of groups are needed. */
  namesGroups: boolean;
  of(connector: Expected): Expectation | undefined;
}
